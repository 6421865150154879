import { containerType, refuseAssetDelete, versionType } from './assets';

/** Components: a registration. */
export const components = containerType('components', { refuseDelete: refuseAssetDelete });

/** Versions of components. */
export const componentVersions = versionType('components/versions', { refuseDelete: refuseAssetDelete });
