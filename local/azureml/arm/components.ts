import { containerType, versionType } from './assets';

/** Components: a registration. */
export const components = containerType('components');

/** Versions of components. */
export const componentVersions = versionType('components/versions');
