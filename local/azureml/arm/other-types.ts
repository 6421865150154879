import type { ArmType } from './arm-type';
import { containerType, versionType } from './assets';

/** Types that are rare or newer than the SDK: listed and read, so that a client can say that they exist. */
export const otherTypes: ArmType[] = [
  containerType('featuresets', { deletion: 'operation' }),
  versionType('featuresets/versions', { deletion: 'operation' }),
  containerType('featurestoreEntities', { deletion: 'operation' }),
  versionType('featurestoreEntities/versions', { deletion: 'operation' }),
  { path: 'serverlessEndpoints', deletion: 'operation', operationHeaders: 'both' },
  { path: 'privateEndpointConnections', deletion: 'sync' },
];
