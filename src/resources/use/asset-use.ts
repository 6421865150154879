import { allAssets } from '../listing/asset-walk';
import { deployedAssets } from './deployed-assets';
import { assetReferences } from '../ownership/asset-references';
import { objectAt, textAt } from '../json';
import type { Arm } from '../../azure/arm';
import type { Found, ListContext, UseView } from '../resource-type';
import { needsStill, standing, type Standing, type StandingKind } from './standing';
import type { Workspace } from '../workspace';

/** What besides deployments can need an asset to stay. */
export type AssetUsers = Extract<StandingKind, 'components' | 'schedules'>;

const known = new WeakMap<Workspace, Map<string, Promise<ReadonlyMap<string, string[]>>>>();

/** Marks the assets of a page that are in use by what stands. Only asked when the request wants any of them. */
export async function withAssetUsers(
  context: ListContext,
  found: readonly Found[],
  by: readonly AssetUsers[],
): Promise<Found[]> {
  if (!found.some((item) => context.selects(item))) return [...found];
  // One reading for all pages that one activity call lists: each call reads its workspace anew.
  const ofWorkspace = known.get(context.workspace) ?? new Map<string, Promise<ReadonlyMap<string, string[]>>>();
  known.set(context.workspace, ofWorkspace);
  const asked = ofWorkspace.get(by.join()) ?? assetUsers(context.arm, context.workspace, by);
  ofWorkspace.set(by.join(), asked);
  const users = await asked;
  return found.map((item) => {
    const usedBy = usersOf(users, item.id.toLowerCase());
    return usedBy.length > 0 ? { ...item, usedBy } : item;
  });
}

/** Ids (lower case) of assets in use at this moment: of versions, and of names that stand for all their versions. */
export async function assetsInUse(
  arm: Arm,
  workspace: Workspace,
  by: readonly AssetUsers[],
  { begun }: UseView,
): Promise<string[]> {
  const users = await assetUsers(arm, workspace, by, (user) => needsStill(user, begun));
  const used = [...users.keys()];
  // A label may mean any version.
  const labelled = new Set(used.filter((id) => id.startsWith(workspace.id.toLowerCase()) && nameOf(id) === id));
  for (const kind of new Set([...labelled].flatMap((id) => id.split('/').at(-2) ?? []))) {
    for await (const { id } of allAssets({ arm, workspace }, kind)) {
      if (labelled.has(nameOf(id.toLowerCase()))) used.push(id.toLowerCase());
    }
  }
  return used;
}

/** The id of the name that a version belongs to; a name's own. */
function nameOf(id: string): string {
  return id.replace(/\/versions\/[^/]+$/, '');
}

function usersOf(users: ReadonlyMap<string, string[]>, id: string): string[] {
  const name = nameOf(id);
  return [...(users.get(id) ?? []), ...(name === id ? [] : (users.get(name) ?? []))];
}

/**
 * Who needs an asset to stay, by its id in lower case: deployments, and whichever of components and schedules are asked
 * for. An anonymous component is a part of one job: it is run by nobody else, and never again.
 */
async function assetUsers(
  arm: Arm,
  workspace: Workspace,
  by: readonly AssetUsers[],
  counts: (user: Standing) => boolean | Promise<boolean> = () => true,
): Promise<Map<string, string[]>> {
  const users = await deployedAssets(arm, workspace);
  for await (const record of standing(arm, workspace, by)) {
    if (objectAt(record.body, 'properties').isAnonymous === true) continue;
    const references = [...assetReferences(record.body, workspace.id)].filter((id) => id !== record.id.toLowerCase());
    if (references.length === 0 || !(await counts(record))) continue;
    for (const id of references) users.set(id, [...(users.get(id) ?? []), record.id]);
  }
  return users;
}

const jobs = new WeakMap<Workspace, Promise<ReadonlyMap<string, string[]>>>();

/**
 * Adds to some assets of a page the names of the jobs that run them, as those that made them: submitting a job uploads
 * its code and registers the anonymous assets that it needs. Only asked when lineage could decide about one of them.
 */
export async function withJobs(
  context: ListContext,
  found: readonly Found[],
  madeByJobs: (item: Found) => boolean,
): Promise<Found[]> {
  const concerns = (item: Found) => madeByJobs(item) && (item.actors.length === 0 || context.selects(item));
  if (!found.some(concerns)) return [...found];
  const asked = jobs.get(context.workspace) ?? readJobs(context);
  jobs.set(context.workspace, asked);
  const users = await asked;
  return found.map((item) => {
    const madeBy = madeByJobs(item) ? users.get(item.id.toLowerCase()) : undefined;
    return madeBy ? { ...item, madeBy: [...(item.madeBy ?? []), ...madeBy] } : item;
  });
}

/** Names of the jobs that refer to an asset, by the id (lower case) of the version and of its name. */
async function readJobs({ arm, workspace }: ListContext): Promise<Map<string, string[]>> {
  const users = new Map<string, string[]>();
  for await (const body of arm.list(`${workspace.id}/jobs?listViewType=All`)) {
    const name = textAt(body, 'name');
    if (!name) continue;
    const versions = [...assetReferences(body, workspace.id)];
    const ids = new Set([...versions, ...versions.map((id) => id.replace(/\/versions\/[^/]+$/, ''))]);
    for (const id of ids) users.set(id, [...(users.get(id) ?? []), name]);
  }
  return users;
}
