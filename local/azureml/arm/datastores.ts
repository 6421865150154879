import type { ArmType } from './arm-type';

/** Datastores: a registration; deleting one never touches data, and secrets are never served. */
export const datastores: ArmType = { path: 'datastores', deletion: 'sync' };
