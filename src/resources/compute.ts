import { childId } from '../azure/arm-id';
import { deleteRecord } from './erasing/delete-record';
import { isEnded } from './listing/job-walk';
import { armActors, armTimes, objectAt, stringsAt, textAt } from './json';
import type { Actor } from '../subjects/match';
import type { Arm, Json } from '../azure/arm';
import type { Found, ListContext, ResourceType } from './resource-type';

/** Computes. A person owns the instance that is assigned to them, else the one that they created. */
export const compute: ResourceType = {
  name: 'compute',
  title: 'Computes',
  summary: 'Compute instances of a person (clusters and attached computes when everything is asked for).',
  namesPeopleBy: 'object id',
  recordMayTakeBytes: false,
  erasure: 'delete',
  residue: ['The disk of a compute instance goes with it and is not exported.'],
  permissions: { read: ['computes/read'], erase: ['computes/delete'] },

  async list(context, next) {
    const page = await context.arm.page(next ?? `${context.workspace.id}/computes`);
    const found = page.value.map((body) => describe(context, body));
    const selected = found.filter((item) => context.selects(item));
    if (selected.length > 0) await markBusy(context, selected);
    return { found, next: page.next };
  },

  async *records({ arm }, target) {
    const body = await arm.get(target.id);
    if (body) yield { source: 'arm', body };
  },

  async inUse(arm, workspace) {
    const busy = new Set<string>();
    // The plan's own jobs have ended by now, so whatever still runs is somebody else's.
    for await (const { compute: id } of runningJobs(arm, workspace.id)) busy.add(id);
    return busy;
  },

  erase: (context, target) =>
    // Required by the API: an attached compute is only detached, the machine behind it is not ours.
    deleteRecord(context, target, {
      query: `?underlyingResourceAction=${target.detail?.attached === 'true' ? 'Detach' : 'Delete'}`,
    }),
};

function describe(context: ListContext, body: Json): Found {
  const properties = objectAt(body, 'properties');
  const inner = objectAt(properties, 'properties');
  const assigned = textAt(objectAt(objectAt(inner, 'personalComputeInstanceSettings'), 'assignedUser'), 'objectId');
  const creator = objectAt(inner, 'createdBy');
  const owner: Actor | undefined = assigned
    ? { relation: 'assigned', source: 'compute', objectId: assigned }
    : textAt(creator, 'userId')
      ? {
          relation: 'owner',
          source: 'compute',
          objectId: textAt(creator, 'userId'),
          displayName: textAt(creator, 'userName'),
        }
      : undefined;
  return {
    id: childId(context.workspace.id, 'computes', textAt(body, 'name') ?? ''),
    name: textAt(body, 'name') ?? '',
    // Whoever made it for somebody else doesn't own it.
    actors: owner ? [owner] : armActors(body),
    ...armTimes(body),
    tags: stringsAt(body, 'tags'),
    ranges: [],
    detail: { attached: String(properties.isAttachedCompute === true), kind: textAt(properties, 'computeType') ?? '' },
  };
}

/** Jobs that have not ended, with the compute (ARM id in lower case) that they run on. */
async function* runningJobs(arm: Arm, workspaceId: string): AsyncGenerator<{ name: string; compute: string }> {
  for await (const body of arm.list(`${workspaceId}/jobs?listViewType=All`)) {
    const properties = objectAt(body, 'properties');
    const runsOn = textAt(properties, 'computeId')?.split('/').pop();
    if (!runsOn || isEnded(textAt(properties, 'status') ?? '')) continue;
    yield { name: textAt(body, 'name') ?? '', compute: childId(workspaceId, 'computes', runsOn).toLowerCase() };
  }
}

/** Notes which of the computes run a job of somebody whom the request doesn't ask for. */
async function markBusy(context: ListContext, computes: Found[]): Promise<void> {
  for await (const { name, compute: runsOn } of runningJobs(context.arm, context.workspace.id)) {
    const busy = computes.find((item) => item.id.toLowerCase() === runsOn);
    if (!busy) continue;
    const creator = objectAt(await context.runHistory?.run(name), 'createdBy');
    const actors: Actor[] = [
      {
        relation: 'created_by',
        source: 'run_history',
        objectId: textAt(creator, 'userObjectId'),
        principal: textAt(creator, 'upn'),
      },
    ];
    const id = childId(context.workspace.id, 'jobs', name);
    if (!context.selects({ id, name, actors, ranges: [] })) busy.usedBy = [...(busy.usedBy ?? []), id];
  }
}
