import type { JsonObject } from '../json';
import type { ResourceRecord } from '../records';
import { armIdOf } from '../records';

/** A record as Resource Manager answers it. */
export function viewOf(record: ResourceRecord): JsonObject {
  const below = record.type === 'workspaces' ? '' : `/${record.type}`;
  const type = `Microsoft.MachineLearningServices/workspaces${below}`;
  // Logs are answered by an action of their own.
  const { logs: _logs, ...body } = record.body;
  return { id: armIdOf(record), name: record.name, type, ...body };
}
