import type { ArmType } from './arm-type';
import { codes, codeVersions } from './codes';
import { components, componentVersions } from './components';
import { computes } from './computes';
import { connections } from './connections';
import { data, dataVersions } from './data';
import { datastores } from './datastores';
import { batchDeployments, batchEndpoints, onlineDeployments, onlineEndpoints } from './endpoints';
import { environments, environmentVersions } from './environments';
import { jobs } from './jobs';
import { models, modelVersions } from './models';
import { otherTypes } from './other-types';
import { schedules } from './schedules';

/** Every resource type below a workspace that the emulator knows. */
export const ARM_TYPES: readonly ArmType[] = [
  jobs,
  models,
  modelVersions,
  data,
  dataVersions,
  datastores,
  environments,
  environmentVersions,
  components,
  componentVersions,
  codes,
  codeVersions,
  schedules,
  onlineEndpoints,
  onlineDeployments,
  batchEndpoints,
  batchDeployments,
  computes,
  connections,
  ...otherTypes,
];

const BY_PATH = new Map(ARM_TYPES.map((type) => [type.path.toLowerCase(), type]));

/** The type at a path of type names, in any case. */
export function findType(path: string): ArmType | undefined {
  return BY_PATH.get(path.toLowerCase());
}
