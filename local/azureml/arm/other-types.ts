import type { ArmType } from './arm-type';
import { containerType, refuseAssetDelete, versionType } from './assets';

const featureRules = { deletion: 'operation', refuseDelete: refuseAssetDelete } as const;

/** Types that are rare or newer than the SDK: listed and read, so that a client can say that they exist. */
export const otherTypes: ArmType[] = [
  containerType('featuresets', featureRules),
  versionType('featuresets/versions', featureRules),
  containerType('featurestoreEntities', featureRules),
  versionType('featurestoreEntities/versions', featureRules),
  { path: 'serverlessEndpoints', deletion: 'operation', operationHeaders: 'both' },
  { path: 'privateEndpointConnections', deletion: 'sync' },
];
