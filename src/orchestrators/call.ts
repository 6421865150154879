import type { OrchestrationContext, RetryOptions, Task } from 'durable-functions';
import type { Later } from '../turns/give-way';
import { secondsAfter } from './dates';
import { isSince } from './version';
import { wait } from './wait';

/** Calls an activity, and gives its result. */
export type Call = <T = void>(activity: string, retry: RetryOptions, input: object) => Generator<Task, T, unknown>;

/**
 * How often the activities of one instance may put it off. Then they get no ticket any more, and must do their work: an
 * instance comes to an end however slow its place is, and its history stays short.
 */
const patience = 100;

/**
 * How an orchestrator calls activities. Where an activity answers "later", the instance waits by a timer, which takes
 * nobody's slot, and calls it again with the same ticket: who asked first goes first. Instances from before 1.1 don't know
 * that answer, and give no tickets.
 */
export function calling(context: OrchestrationContext): Call {
  let left = isSince(context.df.version, '1.1') ? patience : 0;
  return function* <T>(activity: string, retry: RetryOptions, input: object) {
    const ticket = `${context.df.currentUtcDateTime.toISOString()} ${context.df.instanceId}`;
    for (;;) {
      const given = left > 0 ? { ...input, turn: ticket } : input;
      const answer = yield* wait<T | Later>(context.df.callActivityWithRetry(activity, retry, given));
      if (!isLater(answer)) return answer;
      left -= 1;
      yield* wait(context.df.createTimer(secondsAfter(context.df.currentUtcDateTime, answer.later)));
    }
  };
}

function isLater(answer: unknown): answer is Later {
  return typeof answer === 'object' && answer !== null && typeof (answer as Partial<Later>).later === 'number';
}
