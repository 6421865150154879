import { eraseAsset, foundAsset, presentAssets } from './erasing/asset-record';
import { walkAssets } from './listing/asset-walk';
import { featureApiVersion, featureErasure } from './feature-store';
import { armRecord } from './listing/flat-resource';
import type { ResourceType } from './resource-type';

/** Entities of a feature store: the keys that its feature sets are joined by. They have no bytes. */
export const featureStoreEntity: ResourceType = {
  name: 'featureStoreEntity',
  apiVersion: featureApiVersion,
  title: 'Feature store entities',
  summary: 'Versions of the entities of a feature store, and the entity itself once no version is left.',
  namesPeopleBy: 'display name',
  proof: 'The record is gone, or archived with its description and tags emptied where Azure ML refuses to delete it.',
  recordMayTakeBytes: false,
  erasure: 'delete',
  residue: ['Where Azure ML refuses to delete an entity, its name and version stay in an emptied, archived record.'],
  permissions: {
    // Azure lists no actions for versions of entities: those of the entity cover them.
    read: ['featurestoreentities/read'],
    erase: ['featurestoreentities/delete', 'featurestoreentities/write'],
  },

  async list(context, next) {
    const page = await walkAssets(context, 'featurestoreEntities', next, featureApiVersion);
    return { found: page.entries.map(foundAsset), next: page.next };
  },

  records: (context, target) => armRecord(context, target, featureApiVersion),

  present: ({ arm }, targets) => presentAssets(arm, targets, featureApiVersion),

  erase: (context, target) => eraseAsset(context, target, featureErasure),
};
