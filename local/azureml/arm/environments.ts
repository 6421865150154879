import { containerType, versionType } from './assets';

/** Environments: a registration; images stay in the container registry. */
export const environments = containerType('environments');

/** Versions of environments. */
export const environmentVersions = versionType('environments/versions');
