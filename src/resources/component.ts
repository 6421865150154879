import { deletable, eraseAsset, foundAsset, presentAssets } from './erasing/asset-record';
import { assetsInUse, withAssetUsers, withJobs } from './use/asset-use';
import { walkAssets } from './listing/asset-walk';
import { armRecord } from './listing/flat-resource';
import { servingRights } from './use/standing';
import { objectAt } from './json';
import type { ResourceType } from './resource-type';

/** Components: the steps that pipelines are made of. Their code is an item of its own. */
export const component: ResourceType = {
  name: 'component',
  title: 'Components',
  summary:
    'Versions of components, the anonymous ones that submitting a pipeline makes included, and the component itself once no version is left. Their code is listed as `code`. One that a deployment, a schedule or a component outside the plan names is left alone unless the approval names it.',
  namesPeopleBy: 'display name',
  proof: 'The record is gone, or archived with its description and tags emptied where Azure ML refuses to delete it.',
  recordMayTakeBytes: false,
  erasure: 'delete',
  residue: ['Where Azure ML refuses to delete a component, its name and version stay in an emptied, archived record.'],
  permissions: {
    read: ['components/read', 'components/versions/read', 'jobs/read', ...servingRights],
    erase: ['components/delete', 'components/versions/delete', 'components/write', 'components/versions/write'],
  },

  async list(context, next) {
    const page = await walkAssets(context, 'components', next);
    const anonymous = new Set(
      page.entries.filter(({ body }) => objectAt(body, 'properties').isAnonymous === true).map(({ id }) => id),
    );
    const found = await withJobs(context, page.entries.map(foundAsset), ({ id }) => anonymous.has(id));
    return { found: await withAssetUsers(context, found, ['components', 'schedules']), next: page.next };
  },

  records: armRecord,

  // Not who else is erased in the same stage: a component by another one.
  inUse: async (arm, workspace, request) => new Set(await assetsInUse(arm, workspace, ['schedules'], request)),

  present: ({ arm }, targets) => presentAssets(arm, targets),

  erase: (context, target) => eraseAsset(context, target, deletable),
};
