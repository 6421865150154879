import type { Json } from '../azure/arm';
import { concurrently } from '../storage/concurrently';
import { bytesOfAsset } from './asset-bytes';
import { factsOf, walkAssets, type AssetEntry } from './asset-walk';
import { hasDrifted, isAnother, madeAgain, refused } from './delete-record';
import { objectAt, textAt } from './json';
import type { EraseContext, Found, ListContext, ResourceType, Step, Target } from './resource-type';

/** Data assets: their bytes are erased, their records can only be archived. */
export const dataAsset: ResourceType = {
  name: 'dataAsset',
  title: 'Data assets',
  summary: 'Data assets (files, folders, tables): bytes erased; the record is emptied and archived.',
  namesPeopleBy: 'display name',
  recordMayTakeBytes: false,
  erasure: 'archive',
  residue: ['Azure ML has no deletion of data assets: name, version and URI stay in an archived record.'],
  permissions: { read: ['datasets/read'], erase: ['datasets/delete', 'datasets/versions/write'] },

  async list(context, next) {
    const page = await walkAssets(context, 'data', next);
    return { found: page.entries.map((entry) => describe(context, entry)), next: page.next };
  },

  async *records({ arm }, target) {
    const body = await arm.get(target.id);
    if (body) yield { source: 'arm', body };
  },

  async present({ arm }, targets) {
    const records = await concurrently(targets, 8, (target) => arm.get(target.id));
    return new Set(targets.flatMap(({ id }, at) => (records[at] && !isEmptied(records[at]) ? id : [])));
  },

  async erase(context, target) {
    const record = await context.reader.get(target.id);
    if (!record) return { state: 'done', outcome: context.intended ? 'deleted' : 'already_absent' };
    if (isAnother(target, record)) return madeAgain;
    const container = target.detail?.kind === 'container';
    if (container && (await hasOtherVersions(context, target))) {
      return { state: 'done', outcome: 'shared_skipped', reason: 'versions_remain' };
    }
    if (!container && hasDrifted(context, target, record)) {
      return { state: 'done', outcome: 'drifted', reason: 'changed_after_plan' };
    }
    if (isEmptied(record)) return { state: 'done', outcome: 'archived_only' };
    await context.intend();
    const deletion = await context.arm.send('DELETE', target.id);
    if (deletion.status < 300 && !(await context.reader.get(target.id))) return { state: 'done', outcome: 'deleted' };
    if (deletion.status === 404) return { state: 'done', outcome: context.intended ? 'deleted' : 'already_absent' };
    // Users report 400 and 405 for what the docs call unsupported by design; a 204 that did nothing is no better.
    if (deletion.status >= 300 && ![400, 403, 405, 409].includes(deletion.status)) return refused(deletion);
    return archive(context, target, record);
  },
};

function describe(context: ListContext, entry: AssetEntry): Found {
  const properties = objectAt(entry.body, 'properties');
  const common = factsOf(entry);
  const detail = {
    kind: entry.version ? 'version' : 'container',
    ...(isEmptied(entry.body) ? { emptied: 'true' } : {}),
  };
  if (!entry.version) return { ...common, name: entry.container, ranges: [], rank: 1, detail };
  const kind = textAt(properties, 'dataType') === 'uri_file' ? 'file' : 'folder';
  const bytes = bytesOfAsset(context.workspace, textAt(properties, 'dataUri'), kind);
  return { ...common, name: `${entry.container}:${entry.version}`, ...bytes, detail };
}

/** Whether a record is archived and says nothing beyond what the service makes immutable. */
function isEmptied(record: Json): boolean {
  const properties = objectAt(record, 'properties');
  return (
    properties.isArchived === true &&
    !textAt(properties, 'description') &&
    Object.keys(objectAt(properties, 'tags')).length === 0
  );
}

async function hasOtherVersions(context: EraseContext, target: Target): Promise<boolean> {
  for await (const version of context.reader.list(`${target.id}/versions?listViewType=All`)) {
    if (!isEmptied(version)) return true;
  }
  return false;
}

/** There is no archive verb: a PUT with `isArchived`, and with description and tags emptied. */
async function archive(context: EraseContext, target: Target, record: Json): Promise<Step> {
  const properties = { ...objectAt(record, 'properties'), isArchived: true, description: '', tags: {} };
  const answer = await context.arm.send('PUT', target.id, undefined, { properties });
  if (answer.status >= 300) return refused(answer);
  const now = await context.reader.get(target.id);
  if (!now || isEmptied(now)) return { state: 'done', outcome: 'archived_only' };
  return { state: 'done', outcome: 'failed', reason: 'archive_had_no_effect' };
}
