import { ArmError } from '../arm-error';
import { asObject } from '../json';
import type { ArmType } from './arm-type';

/** Computes: DELETE needs underlyingResourceAction; only attached computes are detached. */
export const computes: ArmType = {
  path: 'computes',
  deletion: 'operation',
  operationHeaders: 'both',
  refuseDelete(record, call) {
    const action = call.query.underlyingresourceaction;
    const fact = 'The query parameter underlyingResourceAction is required for deleting a compute.';
    if (action !== 'Delete' && action !== 'Detach') {
      throw new ArmError(400, 'BadArgument', 'underlyingResourceAction must be Delete or Detach.', { fact });
    }
    if (action === 'Detach' && asObject(record.body.properties).isAttachedCompute !== true) {
      throw new ArmError(400, 'BadArgument', 'A compute that the workspace created cannot be detached.', { fact });
    }
  },
};
