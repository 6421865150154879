import type { EmulatorContext } from '../context';
import { asObject, asString } from '../json';
import type { ResourceRecord } from '../records';
import { TERMINAL } from './jobs';

/** Azure docs: workspace soft deletion. */
const RECOVERABLE_DAYS = 14;
/** What the soft delete of a workspace removes at once (Azure docs: workspace soft deletion). */
const REMOVED_AT_ONCE = ['computes', 'onlineEndpoints', 'batchEndpoints', 'serverlessEndpoints'];

/**
 * Removes a workspace with all that it holds; the bytes stay in the storage. Without `permanently` it is kept as a
 * record of type `softDeletedWorkspaces`, less its computes, endpoints and running jobs.
 */
export function removeWorkspace(record: ResourceRecord, context: EmulatorContext, permanently: boolean): void {
  const inside = context.state.all().filter((other) => isInside(other, record));
  if (permanently) return context.state.remove(record, ...inside);
  const running = inside.filter((other) => other.type === 'jobs' && !TERMINAL.includes(statusOf(other)));
  const names = new Set(running.map((job) => job.name));
  const gone = inside.filter(({ type, name }) => {
    const isRunning = (type === 'jobs' || type === 'runs') && names.has(name);
    return isRunning || REMOVED_AT_ONCE.includes(type.split('/')[0] ?? '');
  });
  const now = context.now();
  const until = new Date(now.getTime() + RECOVERABLE_DAYS * 86_400_000);
  const body = { ...record.body, deletedAt: now.toISOString(), scheduledPurgeDate: until.toISOString() };
  // First the mark, then the workspace: a crash in between must not lose it.
  context.state.put({ ...record, type: 'softDeletedWorkspaces', body });
  context.state.remove(record, ...gone);
}

function isInside(other: ResourceRecord, workspace: ResourceRecord): boolean {
  const same = other.scope.toLowerCase() === workspace.scope.toLowerCase();
  return same && other.type !== 'workspaces' && other.type !== 'locks';
}

function statusOf(job: ResourceRecord): string {
  return asString(asObject(job.body.properties).status) ?? '';
}
