import { randomUUID } from 'node:crypto';
import { executionStarted } from './history-events';
import type { Mailboxes } from './mailboxes';
import type { InstanceRecord, StartRequest } from './model';
import { putInstance, putMessage, putPayload, type Change, type Store, type StoredMessage } from './store';

/** Instance ids may have this many characters, to fit every backend (Azure docs: Durable Task Scheduler limits). */
const maxInstanceIdLength = 100;

/** What is wrong with an instance id, or undefined (Durable extension: instance id rules). */
export function instanceIdProblem(instanceId: string): string | undefined {
  if (instanceId.length === 0) return 'Instance ids must not be empty.';
  if (instanceId.length > maxInstanceIdLength)
    return `Instance ids must have ${maxInstanceIdLength} characters at most.`;
  if (instanceId.startsWith('@')) return 'Instance ids must not start with @.';
  if (/[/\\#?\p{Cc}]/u.test(instanceId)) return 'Instance ids must not contain /, \\, #, ? and control characters.';
  return undefined;
}

/** A GUID without hyphens, as the framework makes execution and instance ids. */
export const newId = (): string => randomUUID().replaceAll('-', '');

/**
 * The changes that start an instance from its beginning, in place of whatever had its id, and the message to deliver
 * once they are written.
 */
export async function startChanges(
  store: Store,
  mailboxes: Mailboxes,
  now: Date,
  instanceId: string,
  start: StartRequest,
): Promise<{ changes: Change[]; message: StoredMessage }> {
  const executionId = newId();
  const record: InstanceRecord = {
    instanceId,
    executionId,
    name: start.name,
    version: start.version,
    status: 'Pending',
    createdTime: now.toISOString(),
    lastUpdatedTime: now.toISOString(),
    customStatus: null,
    parent: start.parent,
    historyLength: 0,
  };
  const event = executionStarted(now, start);
  const message = mailboxes.address(instanceId, { kind: 'event', executionId, event });
  const input = start.input === undefined ? [] : [putPayload(instanceId, 'input', start.input)];
  const changes = [...(await store.removal(instanceId)), putInstance(record), ...input, putMessage(message)];
  return { changes, message };
}
