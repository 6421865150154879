import type { JsonObject } from '../json';
import type { ResourceRecord } from '../records';
import { armIdOf } from '../records';

/** A record as Resource Manager answers it. */
export function viewOf(record: ResourceRecord): JsonObject {
  const below = record.type === 'workspaces' ? '' : `/${record.type}`;
  const type = `Microsoft.MachineLearningServices/workspaces${below}`;
  return { id: armIdOf(record), name: record.name, type, ...record.body };
}
