import { containerType, refuseAssetDelete, versionType } from './assets';

/** Code assets: listed whole, since their lists know no listViewType. */
export const codes = containerType('codes', { lists: () => true, refuseDelete: refuseAssetDelete });

/** Versions of codes. */
export const codeVersions = versionType('codes/versions', { lists: () => true, refuseDelete: refuseAssetDelete });
