import { ArmError, userError } from '../arm-error';
import { asObject } from '../json';
import type { ArmType } from './arm-type';

/** Schedules: listed by their own view, disabled by PUT (an operation), deleted only when disabled. */
export const schedules: ArmType = {
  path: 'schedules',
  lists(record, call) {
    const enabled = asObject(record.body.properties).isEnabled !== false;
    const view = call.query.listviewtype ?? 'EnabledOnly';
    if (view === 'All') return true;
    if (view === 'EnabledOnly') return enabled;
    if (view === 'DisabledOnly') return !enabled;
    throw new ArmError(400, 'ValidationError', `The value '${view}' is not valid for listViewType.`);
  },
  deletion: 'operation',
  operationHeaders: 'both',
  refuseDelete(record) {
    const properties = asObject(record.body.properties);
    const fact = 'A schedule must be disabled before deletion (Azure docs: schedule a pipeline job).';
    if (properties.provisioningState === 'Updating') throw userError('The schedule is being updated.', fact, 409);
    if (properties.isEnabled !== false) throw userError(`Schedule ${record.name} is enabled. Disable it first.`, fact);
  },
  put(existing, call) {
    const sent = asObject(call.body.properties);
    if (existing === undefined && (sent.action === undefined || sent.trigger === undefined)) {
      throw new ArmError(400, 'ValidationError', 'A schedule needs properties.action and properties.trigger.');
    }
    const properties = { isEnabled: true, ...asObject(existing?.body.properties), ...sent };
    return { ...existing?.body, properties: { ...properties, provisioningState: 'Succeeded' } };
  },
  putIsOperation: true,
};
