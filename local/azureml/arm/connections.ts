import type { ArmType } from './arm-type';

/** Connections: served without their credentials, deleted at once. */
export const connections: ArmType = {
  path: 'connections',
  lists: (record, call) => {
    const properties = record.body.properties as Record<string, unknown> | undefined;
    const { category, target } = call.query;
    return (
      (category === undefined || properties?.category === category) &&
      (target === undefined || properties?.target === target)
    );
  },
  deletion: 'sync',
};
