import type { Arm } from '../../azure/arm';
import { deleteRecord } from '../erasing/delete-record';
import { armTimes, stringsAt, textAt } from '../json';
import type { EraseContext, Found, ListContext, ResourceType, Step, Target } from '../resource-type';
import { workspaceApiVersion } from '../workspace';
import { keptByLock, keptByUse, proven } from './dependent';
import { lockOn } from './locks';
import { workspacesNaming, type Use } from './references';

/** The workspaces themselves. Deleted for good: the usual deletion keeps a workspace for 14 days, recoverable. */
export const workspace: ResourceType = {
  name: 'workspace',
  title: 'Workspaces',
  summary:
    'The workspace itself, deleted for good once everything in it is; a hub only after its projects. Never the soft delete, which keeps all for 14 days.',
  namesPeopleBy: 'nothing',
  proof: 'Asking for it finds nothing, and so does asking for what was in it.',
  recordMayTakeBytes: false,
  erasure: 'delete',
  needs: 'includeWorkspace',
  residue: [
    'Azure shows no list of soft-deleted workspaces: that a workspace is gone is proven by asking for it. One that somebody else had deleted before may be recoverable for 14 days.',
    'Its metadata in the database that Microsoft operates is removed by the service, unseen.',
  ],
  permissions: {
    // Hubs and feature stores are workspaces with actions of their own besides (Azure docs: role AzureML Data Scientist).
    read: [
      'Microsoft.MachineLearningServices/workspaces/read',
      'hubs/read',
      'featurestores/read',
      'Microsoft.Authorization/locks/read',
      'Microsoft.Resources/subscriptions/providers/read',
    ],
    erase: ['Microsoft.MachineLearningServices/workspaces/delete', 'hubs/delete', 'featurestores/delete'],
  },

  async list(context) {
    const body = await context.arm.get(context.workspace.id, workspaceApiVersion);
    if (!body) return { found: [] };
    const { id, name, kind } = context.workspace;
    const use = await useOf(context.arm, context, id, kind);
    const found: Found = {
      ...{ id, name, actors: [], ...armTimes(body), tags: stringsAt(body, 'tags'), ranges: [] },
      usedBy: [...use.users, ...(use.never ? [id] : [])],
      lock: await lockOn(context.arm, id),
      // Projects before their hub.
      rank: kind === 'hub' ? 1 : 0,
      detail: { kind },
    };
    return { found: [found], gaps: use.gaps };
  },

  async *records({ arm }, target) {
    const body = await arm.get(target.id, workspaceApiVersion);
    if (body) yield { source: 'arm', body };
  },

  async erase(context, target) {
    const permanently = { query: '?forceToPurge=true', apiVersion: workspaceApiVersion };
    // What was deleted in it may have changed its date, so a newer one tells nothing.
    const own = { ...context, touched: true };
    const isThere = () => context.reader.get(target.id, workspaceApiVersion);
    if (context.operation) return proven(await deleteRecord(own, target, permanently), isThere);
    const record = await isThere();
    const kept = record && (await keptBecause(context, target, (textAt(record, 'kind') ?? '').toLowerCase()));
    return kept ?? proven(await deleteRecord(own, target, { ...permanently, record }), isThere);
  },
};

/** A hub is used by its projects; nothing uses another workspace. */
function useOf(arm: Arm, { scope }: Pick<ListContext, 'scope'>, id: string, kind: string): Promise<Use> {
  return kind === 'hub' ? workspacesNaming({ arm, id, near: scope }) : Promise.resolve({ users: [], gaps: [] });
}

async function keptBecause(context: EraseContext, target: Target, kind: string): Promise<Step | undefined> {
  const locked = await keptByLock(context, target);
  if (locked) return locked;
  const used = await keptByUse(context, target, await useOf(context.reader, context.request, target.id, kind));
  if (used) return used;
  // Once begun it is half gone, and what is missing in it is missing by our doing.
  if (context.intended) return undefined;
  const reason = await context.request.contentsKept(context.workspace);
  return reason ? { state: 'done', outcome: 'blocked', reason } : undefined;
}
