import type { Task } from 'durable-functions';

/** Waits for a task, and gives its result a type: the SDK's own generators have none. */
export function* wait<T = void>(task: Task): Generator<Task, T, unknown> {
  return (yield task) as T;
}
