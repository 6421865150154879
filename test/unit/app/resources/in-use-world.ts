import type { Json } from '../../../../src/azure/arm';
import type { Found, Gap, ResourceType, UseView } from '../../../../src/resources/resource-type';
import { readWorkspace } from '../../../../src/resources/workspace';
import type { fakeArm } from './fake-arm';

/** Path of the resource group that everything lies in. */
export const group = '/subscriptions/s1/resourceGroups/g/providers';
const idOf = (workspace: string) => `${group}/Microsoft.MachineLearningServices/workspaces/${workspace}`;
/** The body of a workspace on the account that all of them share. */
export const storage = { properties: { storageAccount: `${group}/Microsoft.Storage/storageAccounts/store` } };
/** ARM ids of the workspace that is asked about, of one beside it, and of one that the tests put elsewhere. */
export const [own, other, far] = [idOf('own'), idOf('other'), idOf('far')];
/** A datastore as records of its own workspace name it. */
export const short = (store: string) => `azureml://datastores/${store}/paths/x/`;
/** A datastore of the own workspace as records of every workspace can name it. */
export const long = (store: string) =>
  `azureml:/${own.replace('/providers/Microsoft.MachineLearningServices', '')}/datastores/${store}/paths/x/`;

/** Records below a workspace by their paths in it. */
const within = (workspace: string, records: Readonly<Record<string, Json>>) =>
  Object.fromEntries(Object.entries(records).map(([path, body]) => [`${workspace}/${path}`, body]));
/** Datastores, by their paths in a workspace. */
export const stores = (...names: string[]) => Object.fromEntries(names.map((name) => [`datastores/${name}`, {}]));
/** An asset with one version. */
export const asset = (kind: string, name: string, properties: Json) => ({
  [`${kind}/${name}`]: { properties: {} },
  [`${kind}/${name}/versions/1`]: { properties },
});

/** A workspace with what is told, and another one on its account. */
export const world = (records: Readonly<Record<string, Json>>, others: Readonly<Record<string, Json>> = {}) => ({
  ...{ [own]: storage, [other]: storage },
  ...within(own, records),
  ...within(other, others),
});

/** A request that has not begun to erase anything. */
export const nothingBegun: UseView = { scope: [own], begun: () => Promise.resolve(false) };

/** Who uses what a type lists, on all its pages but those of images, by name. */
export async function listed(
  type: ResourceType,
  { arm }: ReturnType<typeof fakeArm>,
  selects = (_found: Found) => true,
) {
  const workspace = await readWorkspace(arm, own);
  if (!workspace) throw new Error('There is no workspace.');
  const usedBy: Record<string, string[] | undefined> = {};
  const all: Gap[] = [];
  for (let next: string | undefined, first = true; first || (next && !next.startsWith('images ')); first = false) {
    const page = await type.list({ arm, workspace, scope: [own], selects }, next);
    for (const item of page.found) usedBy[item.name] = item.usedBy;
    all.push(...(page.gaps ?? []));
    next = page.next;
  }
  return { usedBy, gaps: all };
}

/** Names of what a type says is in use at this moment. */
export async function usedNow(type: ResourceType, { arm }: ReturnType<typeof fakeArm>, view = nothingBegun) {
  const workspace = await readWorkspace(arm, own);
  const used = workspace && (await type.inUse?.(arm, workspace, view));
  return [...(used ?? [])].map((id) => id.split('/').pop()).sort();
}
