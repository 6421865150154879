import { subscriptionOf } from '../../azure/arm-id';
import type { Json } from '../../azure/arm';
import { apiVersionOf, type ForeignType } from '../../azure/resource-manager';
import { deleteRecord, madeAgain } from '../erasing/delete-record';
import { armTimes, instantAt, objectAt, stringsAt, textAt } from '../json';
import type { EraseContext, ExportedRecord, Found, FoundPage, ListContext, RecordContext } from '../resource-type';
import type { Step, Target } from '../resource-type';
import { lockOn } from './locks';
import { existing, type Use } from './references';

/** Reads something that a workspace depends on, as raw JSON; undefined when there is no such thing. */
export async function readDependent(
  arm: ListContext['arm'],
  type: ForeignType,
  id: string | undefined,
): Promise<Json | undefined> {
  return id ? arm.get(id, await apiVersionOf(type, subscriptionOf(id))) : undefined;
}

/** The item of something that a workspace depends on, with who uses it and what forbids erasing it. */
export async function foundDependent(context: ListContext, body: Json, use: Use): Promise<FoundPage> {
  const id = textAt(body, 'id') ?? '';
  const found: Found = {
    id,
    name: textAt(body, 'name') ?? '',
    actors: [],
    ...{ ...armTimes(body), createdAt: madeAt(body) },
    tags: stringsAt(body, 'tags'),
    ranges: [],
    // What stays whatever an approver says is in use by itself, so that the plan shows it.
    usedBy: [...use.users, ...(use.never ? [id] : [])],
    lock: await lockOn(context.arm, id),
    detail: { location: textAt(body, 'location') ?? '' },
  };
  return { found: [found], gaps: use.gaps };
}

/** Where providers tell when a resource was made: few have `systemData` (REST references of the services). */
const dates = ['creationTime', 'creationDate', 'CreationDate', 'createdDate'];

/** When something beyond Azure ML was made, RFC 3339; undefined where its provider doesn't tell. */
export function madeAt(body: Json): string | undefined {
  const properties = objectAt(body, 'properties');
  const told = dates.map((name) => instantAt(properties, name)).find((date) => date !== undefined);
  return armTimes(body).createdAt ?? told;
}

/** The raw record of a dependent, for the package. */
export async function* dependentRecords(
  context: RecordContext,
  target: Target,
  type: ForeignType,
): AsyncGenerator<ExportedRecord> {
  const body = await readDependent(context.arm, type, target.id);
  if (body) yield { source: 'arm', body };
}

/**
 * One step of deleting something that workspaces depend on. Who uses it and what locks it is asked again at this
 * moment: the plan may be weeks old, and no approval makes somebody else's workspace go without it.
 */
export async function eraseDependent(
  context: EraseContext,
  target: Target,
  type: ForeignType,
  useNow: () => Promise<Use>,
  query?: string,
): Promise<Step> {
  const apiVersion = await apiVersionOf(type, subscriptionOf(target.id));
  const isThere = () => context.reader.get(target.id, apiVersion);
  if (context.operation) return proven(await deleteRecord(context, target, { apiVersion }), isThere);
  const record = await isThere();
  if (record) {
    if (target.createdAt && (madeAt(record) ?? '') > target.createdAt) return madeAgain;
    const kept = (await keptByLock(context, target)) ?? (await keptByUse(context, target, await useNow()));
    if (kept) return kept;
  }
  // Deleting a workspace changes what it used (access policies, network rules), so a newer date tells nothing.
  const step = await deleteRecord({ ...context, touched: true }, target, { query, apiVersion, record });
  return proven(step, isThere);
}

/** Takes no word for a deletion: what comes next asks whether this is really gone. */
export async function proven(step: Step, isThere: () => Promise<unknown>): Promise<Step> {
  const claimed = step.state === 'done' && step.outcome === 'deleted';
  return claimed && (await isThere()) ? { state: 'waiting' } : step;
}

/** Whether a lock keeps a resource, as its outcome. */
export async function keptByLock(context: EraseContext, target: Target): Promise<Step | undefined> {
  const lock = await lockOn(context.reader, target.id);
  return lock ? { state: 'done', outcome: 'blocked', reason: `lock ${lock}` } : undefined;
}

/** Whether somebody who uses a resource keeps it, as its outcome. */
export async function keptByUse(context: EraseContext, target: Target, use: Use): Promise<Step | undefined> {
  const inUse = (reason: string): Step => ({ state: 'done', outcome: 'in_use', reason });
  if (use.never) return inUse(use.never);
  const own = target.id.toLowerCase();
  const others = await existing(
    context.reader,
    use.users.filter((user) => user.toLowerCase() !== own),
  );
  if (others[0]) return inUse(`used_by ${others.join(' ')}`);
  const holdsMore = use.users.some((user) => user.toLowerCase() === own);
  return holdsMore && !target.inUseAccepted ? inUse('holds_more') : undefined;
}
