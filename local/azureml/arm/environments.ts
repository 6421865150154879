import { containerType, refuseAssetDelete, versionType } from './assets';

/** Environments: a registration; images stay in the container registry. */
export const environments = containerType('environments', { refuseDelete: refuseAssetDelete });

/** Versions of environments. */
export const environmentVersions = versionType('environments/versions', { refuseDelete: refuseAssetDelete });
