import type { InvocationContext } from '@azure/functions';
import { raise } from '../config/events';
import { codeOf } from '../scrubbed';

/** Tries after which a message is reported: fewer are part of the day's work. */
const manyTries = 5;

/** Tells operators of a message that fails again and again; `message` is its fingerprint, for its text may name a person. */
export function tellFailing(context: InvocationContext, message: string, thrown: unknown): void {
  const tries = Number(context.triggerMetadata?.dequeueCount);
  if (tries >= manyTries) raise(context, 'message_failing', { message, tries, code: codeOf(thrown) });
}
