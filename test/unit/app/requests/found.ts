import type { DataRequest } from '../../../../src/requests/schema';
import type { StoredRequest } from '../../../../src/requests/request-store';
import type { Found } from '../../../../src/resources/resource-type';
import type { Actor } from '../../../../src/subjects/match';

/** The workspace of the tests. */
export const workspace =
  '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws';

/** A found thing, a job unless told. */
export function found(name: string, fields: Partial<Found> = {}): Found {
  return { id: `${workspace}/jobs/${name}`, name, actors: [], ranges: [], ...fields };
}

/** Somebody whom run history names. */
export function creator(fields: Partial<Actor>): Actor {
  return { relation: 'created_by', source: 'run_history', ...fields };
}

/** A stored request. */
export function stored(request: Partial<DataRequest>): StoredRequest {
  return {
    requestId: 'r1',
    key: 'k1',
    contentHash: 'h',
    request: { action: 'erase', scope: { workspaces: [workspace] }, ...request },
    submitter: { channel: 'http', principalId: 'p' },
    receivedAt: '2026-01-31T12:00:00.000Z',
  };
}
