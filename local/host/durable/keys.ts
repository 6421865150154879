/** Separates the parts of a key; it can't occur in instance ids, which have no control characters. */
const sep = '\u0000';

/** Greater than every key that continues a prefix ending in the separator. */
const after = '\u0001';

/** The keys from `gte` up to, without, `lt`. */
export interface KeyRange {
  gte: string;
  lt: string;
}

function key(...parts: (string | number)[]): string {
  return parts.map((part) => (typeof part === 'number' ? String(part).padStart(16, '0') : part)).join(sep);
}

function range(...parts: string[]): KeyRange {
  const prefix = parts.join(sep);
  return { gte: prefix + sep, lt: prefix + after };
}

/** The key of an instance's record. */
export const instanceKey = (instanceId: string): string => key('instance', instanceId);

/** The key of an instance's input or output, which may be large and is read only when asked for. */
export const payloadKey = (instanceId: string, kind: 'input' | 'output'): string => key('payload', instanceId, kind);

/** The key of one row of an instance's history. */
export const historyKey = (instanceId: string, index: number): string => key('history', instanceId, index);

/** The key of a message that waits for an instance; messages are delivered in the order of their sequence numbers. */
export const messageKey = (instanceId: string, sequence: number): string => key('message', instanceId, sequence);

/** The key of an activity that hasn't ended. */
export const activityKey = (instanceId: string, executionId: string, taskId: number): string =>
  key('activity', instanceId, executionId, taskId);

/** The key of a timer that hasn't fired; timers sort by the time they are due. */
export const timerKey = (fireAt: string, instanceId: string, executionId: string, timerId: number): string =>
  key('timer', fireAt, instanceId, executionId, timerId);

/** The key of a value that belongs to the task hub as a whole. */
export const hubKey = (name: string): string => key('hub', name);

/** All keys of one family, or those of one instance in it. */
export const familyRange = (
  family: 'instance' | 'history' | 'message' | 'activity' | 'timer',
  instanceId?: string,
): KeyRange => (instanceId === undefined ? range(family) : range(family, instanceId));

/** The last part of a message's key. */
export function sequenceOf(messageKey: string): number {
  return Number(messageKey.slice(messageKey.lastIndexOf(sep) + 1));
}
