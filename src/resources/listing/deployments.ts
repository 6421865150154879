import { childId } from '../../azure/arm-id';
import type { Arm, Json } from '../../azure/arm';
import { Trail } from '../../azure/trail';
import { concurrently } from '../../storage/concurrently';
import { flatPage, foundFlat, listBelow } from './flat-resource';
import { armActors, armTimes, stringsAt, textAt } from '../json';
import type { EraseContext, Found, ListContext, Step, Target } from '../resource-type';

/** The two kinds of endpoints, by their path segments. */
export type EndpointKind = 'onlineEndpoints' | 'batchEndpoints';

/** A deployment with its endpoint, as raw JSON. */
export interface Deployment {
  endpointId: string;
  endpoint: Json;
  id: string;
  name: string;
  body: Json;
}

/** Knows `mirrorTraffic`, which the SDK's own api-version would drop when it writes an endpoint. */
export const endpointApiVersion = '2024-04-01';

/** The endpoints of one page with all their deployments; an endpoint has few of them (Azure ML limits: 20). */
export async function deploymentPage(
  context: Pick<ListContext, 'arm' | 'workspace'>,
  kind: EndpointKind,
  next?: string,
): Promise<{ deployments: Deployment[][]; next?: string }> {
  const page = await flatPage(context, { path: kind, apiVersion: endpointApiVersion }, next);
  const deployments = await concurrently(page.value, 4, async (endpoint) => {
    const endpointId = childId(context.workspace.id, kind, textAt(endpoint, 'name') ?? '');
    const bodies = await listBelow(context.arm, `${endpointId}/deployments`);
    return bodies.map((body): Deployment => {
      const name = textAt(body, 'name') ?? '';
      return { endpointId, endpoint, id: childId(endpointId, 'deployments', name), name, body };
    });
  });
  return { deployments, next: page.next };
}

/** Every deployment of every endpoint of a workspace, online and batch. */
export async function* allDeployments(arm: Arm, workspace: ListContext['workspace']): AsyncGenerator<Deployment> {
  for (const kind of ['onlineEndpoints', 'batchEndpoints'] as const) {
    let next: string | undefined;
    const trail = new Trail();
    do {
      const page = await deploymentPage({ arm, workspace }, kind, next);
      for (const ofEndpoint of page.deployments) yield* ofEndpoint;
      next = trail.follow(page.next);
    } while (next !== undefined);
  }
}

/**
 * A deployment as an item: part of its endpoint, and gone with it. What only follows its endpoint is somebody else's,
 * so it stays when the endpoint stays (see `staysWithEndpoint`).
 */
export function foundDeployment(
  context: ListContext,
  kind: EndpointKind,
  { endpointId, endpoint, id, name, body }: Deployment,
  position: number,
): Found {
  const own: Found = {
    id,
    // As versions are named, so that a filter by the endpoint's name finds them.
    name: `${textAt(endpoint, 'name') ?? ''}:${name}`,
    actors: armActors(body),
    ...armTimes(body),
    tags: stringsAt(body, 'tags'),
    ranges: [],
    partOf: [endpointId],
    // One after the other: an endpoint refuses an operation while another one is under way (Azure docs: 409).
    rank: position,
  };
  if (!context.selects(foundFlat(context.workspace.id, kind, endpoint))) return own;
  const mine = context.selects(own);
  return { ...own, follows: true, ...(mine ? {} : { detail: { follows: 'only' } }) };
}

/** Whether a found deployment is in the plan only because its endpoint is. */
export function onlyFollows({ detail }: Pick<Target, 'detail'>): boolean {
  return detail?.follows === 'only';
}

/** The ARM id of the endpoint that a deployment is a part of. */
export function endpointOf(deploymentId: string): string {
  return deploymentId.replace(/\/deployments\/[^/]+$/i, '');
}

/**
 * The outcome of a deployment that would only go along with its endpoint, when that one stays: nobody asked for it.
 * Once the endpoint's deletion was begun, the deployment goes too.
 */
export async function staysWithEndpoint(context: EraseContext, target: Target): Promise<Step | undefined> {
  if (!onlyFollows(target) || context.intended) return undefined;
  if (!(await context.reader.get(endpointOf(target.id)))) return undefined;
  return { state: 'done', outcome: 'out_of_scope', reason: 'endpoint_kept' };
}
