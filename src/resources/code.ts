import { bytesOfAsset } from './ownership/asset-bytes';
import { deletable, eraseAsset, foundAsset, presentAssets } from './erasing/asset-record';
import { assetsInUse, withAssetUsers, withJobs } from './use/asset-use';
import { walkAssets, type AssetEntry } from './listing/asset-walk';
import { armRecord } from './listing/flat-resource';
import { servingRights } from './use/standing';
import { objectAt, textAt } from './json';
import type { Found, ListContext, ResourceType } from './resource-type';

/** Code that was uploaded with jobs and components. The same code is stored once, whoever uploads it. */
export const code: ResourceType = {
  name: 'code',
  title: 'Source code',
  summary:
    'Code that jobs and components were submitted with, and its files. Identical code is stored once: what a job or component outside the plan runs as well is kept with its record, and what a deployment or a schedule there names is left alone unless the approval names it.',
  namesPeopleBy: 'display name',
  bytes: 'What `codeUri` names.',
  proof: 'The record is gone, or archived with its description and tags emptied where Azure ML refuses to delete it.',
  recordMayTakeBytes: true,
  erasure: 'delete',
  residue: ['Where Azure ML refuses to delete code, its name and version stay in an emptied, archived record.'],
  permissions: {
    read: [
      'codes/read',
      'codes/versions/read',
      'jobs/read',
      'components/read',
      'components/versions/read',
      ...servingRights,
    ],
    erase: ['codes/delete', 'codes/versions/delete', 'codes/write', 'codes/versions/write'],
  },

  async list(context, next) {
    const page = await walkAssets(context, 'codes', next);
    const described = page.entries.map((entry) => describe(context, entry));
    const found = await withJobs(context, described, () => true);
    return { found: await withAssetUsers(context, found, ['schedules']), next: page.next };
  },

  records: armRecord,

  inUse: async (arm, workspace, request) => new Set(await assetsInUse(arm, workspace, ['schedules'], request)),

  present: ({ arm }, targets) => presentAssets(arm, targets),

  erase: (context, target) => eraseAsset(context, target, deletable),
};

function describe(context: ListContext, entry: AssetEntry): Found {
  const asset = foundAsset(entry);
  if (!entry.version) return asset;
  const uri = textAt(objectAt(entry.body, 'properties'), 'codeUri');
  return { ...asset, ...bytesOfAsset(context.workspace, uri, 'either') };
}
