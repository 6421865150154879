import { asAzureError } from '../../azure/azure-error';
import { repositoryPage, repositoryProperties } from '../../azure/container-registry';
import { Trail } from '../../azure/trail';
import { concurrently } from '../../storage/concurrently';
import { allAssets } from '../listing/asset-walk';
import { allDeployments } from '../listing/deployments';
import { imageRange, isBuiltImage, namedImages } from './image-references';
import { registryOf } from './image-registry';
import type { EraseContext, ExportedRecord, Found, FoundPage, ListContext, Step, Target } from '../resource-type';
import { readWorkspace, type Workspace } from '../workspace';

/**
 * One page of the images that Azure ML built and that no environment of the workspace names any more. Nothing says
 * whose they are: an image is named by the hash of its definition, and serves everybody who has the same one.
 */
export async function forgottenImages(context: ListContext, next?: string): Promise<FoundPage> {
  const { arm, workspace } = context;
  const registry = await registryOf(arm, workspace);
  if (!registry) return { found: [] };
  try {
    const page = await repositoryPage(registry, next);
    const built = page.names.filter(isBuiltImage);
    if (built.length === 0) return { found: [], next: page.next };
    const named = await namedIn(context, registry);
    const forgotten = built.filter((repository) => !named.has(repository));
    const found = await concurrently(forgotten, 8, (repository) => describe(context, registry, repository));
    return { found: await withUsers(context, found), next: page.next };
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient) throw error;
    const at = { type: 'environment', workspace: workspace.id };
    return { found: [], gaps: [{ code: 'storage_unreadable', ...at, detail: `${registry}: ${error.code}` }] };
  }
}

/** Whether an item is such an image, and not the record of an environment. */
export function isImage({ detail }: Pick<Target, 'detail'>): boolean {
  return detail?.kind === 'image';
}

/** What the registry says of an image, as the record of it. */
export async function* imageRecord({ detail }: Target): AsyncGenerator<ExportedRecord> {
  const found = await repositoryProperties(detail?.registry ?? '', detail?.repository ?? '');
  if (found) yield { source: 'registry', body: { ...found } };
}

/** An image has no record: with its bytes it is gone, and what is still there belongs to somebody else as well. */
export async function eraseImage(context: EraseContext, target: Target): Promise<Step> {
  const empty = await context.isEmpty(target.guards ?? []);
  if (!empty) return { state: 'done', outcome: 'shared_skipped', reason: 'bytes_shared' };
  return { state: 'done', outcome: 'deleted' };
}

/**
 * Ids of all images in the registry while anything is deployed: of an image that no environment names nobody can say
 * which deployment runs it.
 */
export async function imagesInUse(arm: ListContext['arm'], workspace: Workspace): Promise<string[]> {
  const registry = await registryOf(arm, workspace);
  if (!registry || !(await deploysAnything(arm, workspace))) return [];
  const ids: string[] = [];
  let next: string | undefined;
  const trail = new Trail();
  try {
    do {
      const page = await repositoryPage(registry, next);
      ids.push(...page.names.map((repository) => idOf(workspace, repository).toLowerCase()));
      next = trail.follow(page.next);
    } while (next !== undefined);
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient) throw error;
    // Whoever can't list a registry finds no image in it to erase either.
  }
  return ids;
}

async function deploysAnything(arm: ListContext['arm'], workspace: Workspace): Promise<boolean> {
  for await (const _deployment of allDeployments(arm, workspace)) return true;
  return false;
}

/** Below the registry, not the workspace: two workspaces on one registry see the same image, which is one item. */
function idOf(workspace: Workspace, repository: string): string {
  return `${workspace.containerRegistryId?.toLowerCase() ?? ''}/repositories/${encodeURIComponent(repository)}`;
}

async function describe(context: ListContext, registry: string, repository: string): Promise<Found> {
  const range = imageRange(registry, repository);
  const image: Found = {
    ...{ id: idOf(context.workspace, repository), name: repository, actors: [], common: true },
    ...{ ranges: [range], guards: [range], detail: { kind: 'image', registry, repository } },
  };
  if (!context.selects(image)) return image;
  return { ...image, createdAt: (await repositoryProperties(registry, repository))?.createdOn?.toISOString() };
}

const named = new WeakMap<Workspace, Promise<ReadonlySet<string>>>();

/** Repositories that environments of the workspace name; read once for all pages that one activity call lists. */
function namedIn({ arm, workspace }: ListContext, registry: string): Promise<ReadonlySet<string>> {
  const asked = named.get(workspace) ?? readNamed(arm, workspace, registry);
  named.set(workspace, asked);
  return asked;
}

async function readNamed(arm: ListContext['arm'], workspace: Workspace, registry: string): Promise<Set<string>> {
  const names = new Set<string>();
  for await (const { body } of allAssets({ arm, workspace }, 'environments')) {
    for (const image of namedImages(body, registry).images) {
      if (image.registry === registry) names.add(image.repository);
    }
  }
  return names;
}

/** Marks images as used by every deployment in those workspaces of the request that use the registry. */
async function withUsers(context: ListContext, found: readonly Found[]): Promise<Found[]> {
  if (!found.some((item) => context.selects(item))) return [...found];
  const users: string[] = [];
  const own = context.workspace.id.toLowerCase();
  const others = context.scope.filter((id) => id.toLowerCase() !== own);
  const read = await concurrently(others, 4, (id) => readWorkspace(context.arm, id));
  for (const workspace of [context.workspace, ...read]) {
    if (!workspace || registryId(workspace) !== registryId(context.workspace)) continue;
    for await (const { id } of allDeployments(context.arm, workspace)) users.push(id);
  }
  return found.map((item) => (users.length > 0 ? { ...item, usedBy: users } : item));
}

const registryId = (workspace: Workspace) => workspace.containerRegistryId?.toLowerCase();
