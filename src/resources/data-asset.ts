import { bytesOfAsset } from './ownership/asset-bytes';
import { eraseAsset, foundAsset, presentAssets, type AssetErasure } from './erasing/asset-record';
import { walkAssets, type AssetEntry } from './listing/asset-walk';
import { objectAt, textAt } from './json';
import type { Found, ListContext, ResourceType } from './resource-type';

/** Users report 400, 403, 405 and 409 for what the docs call unsupported by design; a 204 that did nothing is no better. */
const erasure: AssetErasure = { archiveAt: [400, 403, 405, 409], archiveWhenIgnored: true };

/** Data assets: their bytes are erased, their records can only be archived. */
export const dataAsset: ResourceType = {
  name: 'dataAsset',
  title: 'Data assets',
  summary: 'Data assets (files, folders, tables): bytes erased; the record is emptied and archived.',
  namesPeopleBy: 'display name',
  bytes: 'What `dataUri` names: one file, or all below a folder.',
  proof: 'The record is gone, or archived with its description and tags emptied.',
  recordMayTakeBytes: false,
  erasure: 'archive',
  residue: ['Azure ML has no deletion of data assets: name, version and URI stay in an archived record.'],
  // Resource Manager names the actions after the path, `data`; the guide to roles calls data assets `datasets`.
  permissions: {
    read: ['data/read', 'data/versions/read', 'datasets/read', 'datasets/versions/read'],
    erase: [
      ...['data/delete', 'data/versions/delete', 'data/versions/write', 'data/write'],
      ...['datasets/delete', 'datasets/versions/delete', 'datasets/versions/write', 'datasets/write'],
    ],
  },

  async list(context, next) {
    const page = await walkAssets(context, 'data', next);
    return { found: page.entries.map((entry) => describe(context, entry)), next: page.next };
  },

  async *records({ arm }, target) {
    const body = await arm.get(target.id);
    if (body) yield { source: 'arm', body };
  },

  present: ({ arm }, targets) => presentAssets(arm, targets),

  erase: (context, target) => eraseAsset(context, target, erasure),
};

function describe(context: ListContext, entry: AssetEntry): Found {
  const asset = foundAsset(entry);
  if (!entry.version) return asset;
  const properties = objectAt(entry.body, 'properties');
  const kind = textAt(properties, 'dataType') === 'uri_file' ? 'file' : 'folder';
  return { ...asset, ...bytesOfAsset(context.workspace, textAt(properties, 'dataUri'), kind) };
}
