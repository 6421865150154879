import { Readable } from 'node:stream';
import { errorOf, type Json } from '../azure/arm';
import { deleteRecord, hasDrifted, isAnother, madeAgain, refused } from './erasing/delete-record';
import {
  deploymentPage,
  endpointApiVersion,
  endpointOf,
  foundDeployment,
  onlyFollows,
  staysWithEndpoint,
} from './listing/deployments';
import { armRecord } from './listing/flat-resource';
import { objectAt, textAt } from './json';
import type { EraseContext, ExportedFile, Found, RecordContext, ResourceType, Step, Target } from './resource-type';
import { getsTraffic, servesTraffic, withoutTraffic } from './use/traffic';

/** Deployments of online endpoints, also those that one person made in another's endpoint. */
export const onlineDeployment: ResourceType = {
  name: 'onlineDeployment',
  title: 'Online deployments',
  summary:
    'Deployments of online endpoints (named `endpoint:deployment`) with the ends of their logs. One that gets traffic is left alone unless the approval names it or its endpoint; its share then goes to the other deployments.',
  namesPeopleBy: 'display name',
  recordMayTakeBytes: false,
  erasure: 'delete',
  residue: ['Azure ML gives the last 5,000 lines of each log of a deployment, which go with it; no more is exported.'],
  permissions: {
    read: ['onlineEndpoints/read', 'onlineEndpoints/deployments/read', 'onlineendpoints/deployments/getlogs/action'],
    erase: ['onlineEndpoints/write', 'onlineEndpoints/deployments/delete'],
  },

  async list(context, next) {
    const page = await deploymentPage(context, 'onlineEndpoints', next);
    const found = page.deployments.flatMap((ofEndpoint) =>
      ofEndpoint.map((deployment, position): Found => {
        const item = foundDeployment(context, 'onlineEndpoints', deployment, position);
        const { endpoint, endpointId, name } = deployment;
        const used = getsTraffic(endpoint, name) || (onlyFollows(item) && servesTraffic(endpoint));
        return used ? { ...item, usedBy: [endpointId] } : item;
      }),
    );
    return { found, next: page.next };
  },

  records: (context, target) => armRecord(context, target),

  files: (context, target) => logsOf(context, target),

  async erase(context, target) {
    const endpointId = endpointOf(target.id);
    if (context.operation && context.operation !== endpointId) return deleteRecord(context, target);
    const stays = await staysWithEndpoint(context, target);
    if (stays) return stays;
    const record = await context.reader.get(target.id);
    const endpoint = record && (await context.reader.get(endpointId, endpointApiVersion));
    const waits =
      record && endpoint && (await takeOutOfUse({ ...context, operation: undefined }, target, record, endpoint));
    return waits ?? deleteRecord({ ...context, operation: undefined }, target, { record, busyAt409: true });
  },
};

/**
 * Waits until the endpoint is at rest and sends no requests to the deployment, which the service may refuse to delete
 * before (UNCONFIRMED). Undefined when there is nothing to wait for.
 */
async function takeOutOfUse(
  context: EraseContext,
  target: Target,
  record: Json,
  endpoint: Json,
): Promise<Step | undefined> {
  const endpointId = endpointOf(target.id);
  const state = textAt(objectAt(endpoint, 'properties'), 'provisioningState') ?? '';
  // The endpoint itself is the operation: its own state says when the change is done.
  if (/^(creat|updat)ing$/i.test(state)) return { state: 'waiting', operation: endpointId };
  if (!getsTraffic(endpoint, textAt(record, 'name') ?? '')) return undefined;
  if (!target.inUseAccepted) return { state: 'done', outcome: 'in_use', reason: 'serves_traffic' };
  if (isAnother(target, record)) return madeAgain;
  if (hasDrifted(context, target, record)) return { state: 'done', outcome: 'drifted', reason: 'changed_after_plan' };
  await context.intend();
  const { location, kind, tags, identity, sku } = endpoint;
  const properties = withoutTraffic(endpoint, textAt(record, 'name') ?? '');
  const body = { location, kind, tags, identity, sku, properties };
  const answer = await context.arm.send('PUT', endpointId, endpointApiVersion, body);
  if (answer.status < 300) return { state: 'waiting', operation: endpointId };
  const step = refused(answer);
  const busy = answer.status === 409 && step.state === 'done' && step.outcome !== 'blocked';
  return busy ? { state: 'waiting', fault: step.reason } : step;
}

/** The containers of a deployment that keep a log, and the name of the file in the package. */
const containers = [
  { containerType: 'InferenceServer', name: 'inference-server.txt' },
  { containerType: 'StorageInitializer', name: 'storage-initializer.txt' },
];

/** As many lines as Azure's command line asks for: a larger number is not known to work. */
const lastLines = 5_000;

async function* logsOf({ arm }: RecordContext, target: Target): AsyncGenerator<ExportedFile> {
  for (const { containerType, name } of containers) {
    const answer = await arm.send('POST', `${target.id}/getLogs`, undefined, { containerType, tail: lastLines });
    // It has no such container, or is gone, which its record tells.
    if (answer.status === 404) continue;
    if (answer.status >= 300) throw errorOf(answer);
    const content = textAt(answer.body, 'content');
    if (content) yield { folder: 'logs', name, content: Readable.from([Buffer.from(content)]) };
  }
}
