import type { Arm, Json } from '../../azure/arm';
import { concurrently } from '../../storage/concurrently';
import { factsOf, type AssetEntry } from '../listing/asset-walk';
import { deleteRecord, hasDrifted, isAnother, madeAgain, refused, sendDeletion } from './delete-record';
import { objectAt, textAt } from '../json';
import type { EraseContext, Found, Step, Target } from '../resource-type';

/** How the service treats the DELETE of a kind of asset. */
export interface AssetErasure {
  /** For kinds that the SDK's own api-version doesn't know. */
  apiVersion?: string;
  /** Statuses by which it says that this kind can only be archived. */
  archiveAt: readonly number[];
  /** Set where a DELETE that was accepted and changed nothing is one more way to say so. */
  archiveWhenIgnored?: boolean;
  /** Further properties of an archived record. */
  archived?: Readonly<Json>;
}

/** Kinds that REST deletes and that the CLI only archives (azure-cli#21957). */
export const deletable: AssetErasure = { archiveAt: [400, 405, 409] };

/** A name or a version of an asset as an item without bytes: versions go before the name that holds them. */
export function foundAsset(entry: AssetEntry): Found {
  const { container, version } = entry;
  if (version === undefined) {
    return { ...factsOf(entry), name: container, ranges: [], rank: 1, detail: { kind: 'container' } };
  }
  const emptied: Found['detail'] = isEmptied(entry.body) ? { emptied: 'true' } : {};
  return { ...factsOf(entry), name: `${container}:${version}`, ranges: [], detail: { kind: 'version', ...emptied } };
}

/** Whether a record is archived and says nothing beyond what the service makes immutable. */
export function isEmptied(record: Json): boolean {
  const properties = objectAt(record, 'properties');
  return (
    properties.isArchived === true &&
    !textAt(properties, 'description') &&
    Object.keys(objectAt(properties, 'tags')).length === 0
  );
}

/** Ids of those whose record is there, and not an emptied one. */
export async function presentAssets(
  arm: Arm,
  targets: readonly Target[],
  apiVersion?: string,
): Promise<ReadonlySet<string>> {
  const records = await concurrently(targets, 8, (target) => arm.get(target.id, apiVersion));
  return new Set(targets.flatMap(({ id }, at) => (records[at] && !isEmptied(records[at]) ? id : [])));
}

/** One step of deleting a name or a version; where the service refuses that, of emptying and archiving it. */
export async function eraseAsset(context: EraseContext, target: Target, erasure: AssetErasure): Promise<Step> {
  const { apiVersion } = erasure;
  if (context.operation) return deleteRecord(context, target, { apiVersion });
  const record = await context.reader.get(target.id, apiVersion);
  if (!record) return { state: 'done', outcome: context.intended ? 'deleted' : 'already_absent' };
  if (isAnother(target, record)) return madeAgain;
  const container = target.detail?.kind === 'container';
  if (container && (await hasOtherVersions(context, target, apiVersion))) {
    return { state: 'done', outcome: 'shared_skipped', reason: 'versions_remain' };
  }
  // The date of a name changes with its versions.
  if (!container && hasDrifted(context, target, record)) {
    return { state: 'done', outcome: 'drifted', reason: 'changed_after_plan' };
  }
  // An earlier step came this far already.
  if (context.intended && isEmptied(record)) return { state: 'done', outcome: 'archived_only' };
  await context.intend();
  let status = 0;
  const step = await sendDeletion({
    send: async () => {
      const answer = await context.arm.send('DELETE', target.id, apiVersion);
      status = answer.status;
      return answer;
    },
    ask: (operation) => context.arm.send('GET', operation),
    isThere: async () => (await context.reader.get(target.id, apiVersion)) !== undefined,
  });
  const ignored = erasure.archiveWhenIgnored && step.state === 'waiting' && step.operation === undefined;
  if (ignored || isUnsupported(step, status, erasure)) return archive(context, target, record, erasure);
  return step;
}

/** Whether a DELETE was refused because the kind can't be deleted: a lock forbids it whatever the kind. */
function isUnsupported(step: Step, status: number, { archiveAt }: AssetErasure): boolean {
  return step.state === 'done' && archiveAt.includes(status) && !/lock/i.test(step.reason ?? '');
}

async function hasOtherVersions(context: EraseContext, target: Target, apiVersion?: string): Promise<boolean> {
  for await (const version of context.reader.list(`${target.id}/versions?listViewType=All`, apiVersion)) {
    if (!isEmptied(version)) return true;
  }
  return false;
}

/** There is no archive verb: a PUT with `isArchived`, and with description and tags emptied. */
async function archive(context: EraseContext, target: Target, record: Json, erasure: AssetErasure): Promise<Step> {
  if (isEmptied(record)) return { state: 'done', outcome: 'archived_only' };
  const emptied = { isArchived: true, description: '', tags: {}, ...erasure.archived };
  const properties = { ...objectAt(record, 'properties'), ...emptied };
  const answer = await context.arm.send('PUT', target.id, erasure.apiVersion, { properties });
  if (answer.status >= 300) return refused(answer);
  const now = await context.reader.get(target.id, erasure.apiVersion);
  if (!now || isEmptied(now)) return { state: 'done', outcome: 'archived_only' };
  // Written by a long-running operation, which has not ended yet.
  if (answer.status === 201 || answer.status === 202) return { state: 'waiting' };
  return { state: 'done', outcome: 'failed', reason: 'archive_had_no_effect' };
}
