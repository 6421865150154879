import { bytesOfAsset } from './ownership/asset-bytes';
import { eraseAsset, foundAsset, presentAssets } from './erasing/asset-record';
import { walkAssets, type AssetEntry } from './listing/asset-walk';
import { featureApiVersion, featureErasure } from './feature-store';
import { armRecord } from './listing/flat-resource';
import { objectAt, textAt } from './json';
import type { Found, ListContext, ResourceType } from './resource-type';

/** Feature sets of a feature store: every version with its specification, and the name once no version is left. */
export const featureSet: ResourceType = {
  name: 'featureSet',
  apiVersion: featureApiVersion,
  title: 'Feature sets',
  summary:
    'Versions of feature sets with the files of their specification, and the set itself once no version is left.',
  namesPeopleBy: 'display name',
  bytes: 'The folder of its specification.',
  proof: 'The record is gone, or archived with its description and tags emptied where Azure ML refuses to delete it.',
  recordMayTakeBytes: false,
  erasure: 'delete',
  residue: [
    'Rows that a feature set was materialised to stay in the offline and online store that the feature store names.',
    'Where Azure ML refuses to delete a feature set, its name and version stay in an emptied, archived record.',
  ],
  permissions: {
    // Azure lists no actions for versions of feature sets: those of the set cover them.
    read: ['featuresets/read'],
    erase: ['featuresets/delete', 'featuresets/write'],
  },

  async list(context, next) {
    const page = await walkAssets(context, 'featuresets', next, featureApiVersion);
    return { found: page.entries.map((entry) => describe(context, entry)), next: page.next };
  },

  records: (context, target) => armRecord(context, target, featureApiVersion),

  present: ({ arm }, targets) => presentAssets(arm, targets, featureApiVersion),

  erase: (context, target) => eraseAsset(context, target, featureErasure),
};

function describe(context: ListContext, entry: AssetEntry): Found {
  const asset = foundAsset(entry);
  if (!entry.version) return asset;
  const path = textAt(objectAt(objectAt(entry.body, 'properties'), 'specification'), 'path');
  return { ...asset, ...bytesOfAsset(context.workspace, path, 'folder') };
}
