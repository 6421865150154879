import { deployedAssets } from './deployed-assets';
import { assetReferences } from '../ownership/asset-references';
import { textAt } from '../json';
import type { Found, ListContext } from '../resource-type';
import type { Workspace } from '../workspace';

const deployed = new WeakMap<Workspace, Promise<ReadonlyMap<string, string[]>>>();

/** Marks the assets of a page that deployments run. Only asked when the request wants any of them. */
export async function withDeployments(context: ListContext, found: readonly Found[]): Promise<Found[]> {
  if (!found.some((item) => context.selects(item))) return [...found];
  // One reading for all pages that one activity call lists: each call reads its workspace anew.
  const asked = deployed.get(context.workspace) ?? deployedAssets(context.arm, context.workspace);
  deployed.set(context.workspace, asked);
  const users = await asked;
  return found.map((item) => {
    const usedBy = users.get(item.id.toLowerCase());
    return usedBy ? { ...item, usedBy } : item;
  });
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
