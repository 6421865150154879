import { childId } from '../../azure/arm-id';
import type { Arm, Json } from '../../azure/arm';
import { featureApiVersion } from '../feature-store';
import { objectAt, textAt } from '../json';
import { allAssets } from '../listing/asset-walk';
import { allDeployments } from '../listing/deployments';
import { namedIn, type NamedKind } from './named';
import { isEnded } from '../listing/job-walk';
import { isEmptied } from '../erasing/asset-record';
import type { UseView } from '../resource-type';
import type { Workspace } from '../workspace';

/** A record that needs what it names: an asset or a schedule, what serves, a job that has not ended. */
export interface Standing {
  /** ARM id. */
  id: string;
  body: Json;
}

/** Kinds of such records, by their path segments; `deployments` are those of both kinds of endpoints, with these. */
export type StandingKind = AssetKind | 'schedules' | 'deployments' | 'jobs';
type AssetKind = 'models' | 'data' | 'codes' | 'components' | 'environments' | 'featuresets';

/**
 * The records of some kinds that go on needing what they name. Archived assets do: they can be restored. The record of
 * an ended job names things only as history. Jobs should come last: there are most of them.
 */
export async function* standing(
  arm: Arm,
  workspace: Workspace,
  kinds: readonly StandingKind[],
): AsyncGenerator<Standing> {
  for (const kind of kinds) {
    if (kind === 'deployments') yield* serving(arm, workspace);
    else if (kind === 'schedules' || kind === 'jobs') {
      for await (const body of arm.list(`${workspace.id}/${kind}?listViewType=All`)) {
        const status = textAt(objectAt(body, 'properties'), 'status');
        if (kind === 'schedules' || !isEnded(status ?? ''))
          yield { id: childId(workspace.id, kind, textAt(body, 'name') ?? ''), body };
      }
    } else {
      const apiVersion = kind === 'featuresets' ? featureApiVersion : undefined;
      for await (const { id, body } of allAssets({ arm, workspace }, kind, apiVersion)) yield { id, body };
    }
  }
}

/** Deployments, and the endpoints that have any. */
async function* serving(arm: Arm, workspace: Workspace): AsyncGenerator<Standing> {
  const seen = new Set<string>();
  for await (const { id, body, endpointId, endpoint } of allDeployments(arm, workspace)) {
    if (!seen.has(endpointId)) yield { id: endpointId, body: endpoint };
    seen.add(endpointId);
    yield { id, body };
  }
}

/** What reading schedules, endpoints and deployments takes, for the `permissions` of a type. */
export const servingRights: readonly string[] = [
  ...['schedules/read', 'onlineEndpoints/read', 'onlineEndpoints/deployments/read'],
  ...['batchEndpoints/read', 'batchEndpoints/deployments/read'],
];

/** Whether a record still needs what it names: all but what this request has erased as far as the platform allows. */
export async function needsStill({ id, body }: Standing, begun: UseView['begun']): Promise<boolean> {
  return !isEmptied(body) || !(await begun(id));
}

/**
 * For each thing of a kind without versions (its ARM id in lower case) the ids of what serves and of the schedules that
 * name it, enabled or not.
 */
export async function servingUsers(
  arm: Arm,
  workspace: Workspace,
  kind: Exclude<NamedKind, 'datastores'>,
): Promise<Map<string, string[]>> {
  const users = new Map<string, string[]>();
  for await (const { id, body } of standing(arm, workspace, ['deployments', 'schedules'])) {
    for (const name of namedIn(body, kind, { of: workspace, within: workspace })) {
      const used = childId(workspace.id, kind, name).toLowerCase();
      users.set(used, [...(users.get(used) ?? []), id]);
    }
  }
  return users;
}
