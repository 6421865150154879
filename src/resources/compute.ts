import { childId } from '../azure/arm-id';
import { deleteRecord } from './erasing/delete-record';
import { armActors, armTimes, objectAt, stringsAt, textAt } from './json';
import type { Actor } from '../subjects/match';
import type { Arm, Json } from '../azure/arm';
import { namedIn } from './use/named';
import { servingRights, servingUsers, standing } from './use/standing';
import { workspaceApiVersion, type Workspace } from './workspace';
import type { Found, ListContext, ResourceType } from './resource-type';

/** Computes. A person owns the instance that is assigned to them, else the one that they created. */
export const compute: ResourceType = {
  name: 'compute',
  title: 'Computes',
  summary:
    'Compute instances of a person (clusters and attached computes when everything is asked for). One on which a job of somebody else runs, that a schedule, an endpoint or a deployment outside the plan names, or that builds the images of the workspace, is left alone unless the approval names it.',
  namesPeopleBy: 'object id',
  recordMayTakeBytes: false,
  erasure: 'delete',
  residue: ['The disk of a compute instance goes with it and is not exported.'],
  permissions: { read: ['computes/read', 'jobs/read', ...servingRights], erase: ['computes/delete'] },

  async list(context, next) {
    const page = await context.arm.page(next ?? `${context.workspace.id}/computes`);
    const found = page.value.map((body) => describe(context, body));
    const selected = found.filter((item) => context.selects(item));
    if (selected.length > 0) {
      await markBusy(context, selected);
      await markNamed(context, selected);
    }
    return { found, next: page.next };
  },

  async *records({ arm }, target) {
    const body = await arm.get(target.id);
    if (body) yield { source: 'arm', body };
  },

  async inUse(arm, workspace) {
    const busy = new Set<string>();
    // The plan's own jobs have ended by now, so whatever still runs is somebody else's.
    for await (const { computes } of runningJobs(arm, workspace)) for (const id of computes) busy.add(id);
    for (const id of (await servingUsers(arm, workspace, 'computes')).keys()) busy.add(id);
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

/** Jobs that have not ended, with the computes (ARM ids in lower case) that they or their steps run on. */
async function* runningJobs(arm: Arm, workspace: Workspace): AsyncGenerator<{ name: string; computes: Set<string> }> {
  for await (const { body } of standing(arm, workspace, ['jobs'])) {
    const runsOn = textAt(objectAt(body, 'properties'), 'computeId')?.split('/').pop();
    const names = [...(runsOn ? [runsOn] : []), ...namedIn(body, 'computes', { of: workspace, within: workspace })];
    const computes = new Set(names.map((name) => childId(workspace.id, 'computes', name).toLowerCase()));
    yield { name: textAt(body, 'name') ?? '', computes };
  }
}

/** Notes which of the computes run a job of somebody whom the request doesn't ask for. */
async function markBusy(context: ListContext, computes: Found[]): Promise<void> {
  for await (const { name, computes: runsOn } of runningJobs(context.arm, context.workspace)) {
    const busy = computes.filter((item) => runsOn.has(item.id.toLowerCase()));
    if (busy.length === 0) continue;
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
    if (context.selects({ id, name, actors, ranges: [] })) continue;
    for (const item of busy) item.usedBy = [...(item.usedBy ?? []), id];
  }
}

/** Notes which of the computes a schedule, an endpoint or a deployment names, and the one that builds images. */
async function markNamed({ arm, workspace }: ListContext, computes: Found[]): Promise<void> {
  const users = await servingUsers(arm, workspace, 'computes');
  const settings = objectAt(await arm.get(workspace.id, workspaceApiVersion), 'properties');
  const builder = textAt(settings, 'imageBuildCompute')?.toLowerCase();
  for (const item of computes) {
    const more = [
      ...(users.get(item.id.toLowerCase()) ?? []),
      ...(item.name.toLowerCase() === builder ? [workspace.id] : []),
    ];
    if (more.length > 0) item.usedBy = [...(item.usedBy ?? []), ...more];
  }
}
