import type { FailureDetails } from './model';

/** Something the orchestration waits for. Continuations run at once and in order, as in the framework's scheduler. */
export class Task {
  state: 'open' | 'succeeded' | 'failed' = 'open';
  failure?: FailureDetails;
  private readonly continuations: ((task: Task) => void)[] = [];

  /** Runs `next` when the task settles, or now if it did. */
  onSettled(next: (task: Task) => void): void {
    if (this.state === 'open') this.continuations.push(next);
    else next(this);
  }

  succeed(): void {
    this.settle('succeeded');
  }

  fail(failure?: FailureDetails): void {
    this.failure = failure;
    this.settle('failed');
  }

  static done(): Task {
    const task = new Task();
    task.succeed();
    return task;
  }

  /** Settles when all tasks did, even after one failed: the framework's WhenAll is not fail-fast, the SDK's is. */
  static all(tasks: Task[]): Task {
    const outer = new Task();
    let open = tasks.length;
    if (open === 0) outer.succeed();
    for (const task of tasks) {
      task.onSettled(() => {
        open -= 1;
        if (open === 0) outer.succeed();
      });
    }
    return outer;
  }

  /** Settles with the first task that does, whether that succeeded or failed. */
  static any(tasks: Task[]): Task {
    const outer = new Task();
    for (const task of tasks) task.onSettled(() => outer.succeed());
    return outer;
  }

  private settle(state: 'succeeded' | 'failed'): void {
    if (this.state !== 'open') return;
    this.state = state;
    for (const next of this.continuations.splice(0)) next(this);
  }
}
