import { deletable, eraseAsset, foundAsset, presentAssets } from './erasing/asset-record';
import { assetsInUse, withAssetUsers, withJobs } from './use/asset-use';
import { bytesOfAsset } from './ownership/asset-bytes';
import { walkAssets, type AssetEntry } from './listing/asset-walk';
import { armRecord } from './listing/flat-resource';
import { eraseImage, forgottenImages, imageRecord, imagesInUse, isImage } from './ownership/forgotten-images';
import { imagesOf } from './ownership/image-references';
import { registryOf } from './ownership/image-registry';
import { imageRights } from './permissions';
import { servingRights } from './use/standing';
import { objectAt, textAt } from './json';
import type { Found, FoundPage, ListContext, ResourceType } from './resource-type';

/** Environments with the images that Azure ML built for them in the registry of the workspace. */
export const environment: ResourceType = {
  name: 'environment',
  title: 'Environments',
  summary:
    'Versions of environments with their images (`azureml/azureml_…` in the registry of the workspace) and build contexts, the environment itself once no version is left, and built images that no environment names any more. One that a deployment, a schedule or a component outside the plan names is left alone unless the approval names it. An image that another environment names too is kept. Environments that Microsoft supplies (`AzureML-…`) are nobody’s and are left out.',
  namesPeopleBy: 'display name',
  bytes:
    'The images that its record names, `azureml/azureml_<hash>` in the registry of the workspace, and the folder of its build context.',
  proof:
    'The record is gone, or archived with its description and tags emptied where Azure ML refuses to delete it. Of an image the registry lists nothing any more.',
  recordMayTakeBytes: false,
  erasure: 'delete',
  residue: [
    'Container images are erased but not exported: they hold software, and what they were built from is in the record.',
    'A registry with soft delete keeps deleted images for its retention period; nobody can purge them before.',
    'Where Azure ML refuses to delete an environment, its name and version stay in an emptied, archived record.',
  ],
  permissions: {
    read: [
      'environments/read',
      'environments/versions/read',
      'jobs/read',
      'components/read',
      'components/versions/read',
      ...servingRights,
      'Microsoft.ContainerRegistry/registries/read',
      'Microsoft.ContainerRegistry/registries/pull/read',
      'Microsoft.ContainerRegistry/registries/metadata/read',
    ],
    // Azure lists no action to delete a name of an environment: who may delete versions may try, else it is archived.
    erase: [
      'environments/versions/delete',
      'environments/write',
      'environments/versions/write',
      'Microsoft.ContainerRegistry/registries/artifacts/delete',
    ],
    data: imageRights,
  },

  async list(context, next) {
    if (next?.startsWith(imagesNext)) return listImages(context, next.slice(imagesNext.length));
    const page = await walkAssets(context, 'environments', next);
    const own = page.entries.filter((entry) => !isCurated(entry));
    const registry = await registryOf(context.arm, context.workspace);
    const anonymous = new Set(
      own.filter(({ body }) => objectAt(body, 'properties').isAnonymous === true).map(({ id }) => id),
    );
    const described = own.map((entry) => describe(context, entry, registry));
    const found = await withJobs(context, described, ({ id }) => anonymous.has(id));
    return { found: await withAssetUsers(context, found, ['components', 'schedules']), next: page.next ?? imagesNext };
  },

  async *records(context, target) {
    yield* isImage(target) ? imageRecord(target) : armRecord(context, target);
  },

  inUse: async (arm, workspace, request) =>
    new Set([
      ...(await assetsInUse(arm, workspace, ['components', 'schedules'], request)),
      ...(await imagesInUse(arm, workspace)),
    ]),

  present: ({ arm }, targets) =>
    presentAssets(
      arm,
      targets.filter((target) => !isImage(target)),
    ),

  erase: (context, target) => (isImage(target) ? eraseImage(context, target) : eraseAsset(context, target, deletable)),
};

/** Where a listing goes on after the records: the images, from a page of the registry. */
const imagesNext = 'images ';

async function listImages(context: ListContext, token: string): Promise<FoundPage> {
  const page = await forgottenImages(context, token === '' ? undefined : token);
  return { ...page, next: page.next && `${imagesNext}${page.next}` };
}

/**
 * Supplied by Microsoft: names of users can't begin so (Azure ML docs: curated environments). What the service itself
 * made under another name is nobody's, but it is the workspace's.
 */
function isCurated({ container }: AssetEntry): boolean {
  return /^AzureML-/i.test(container);
}

function describe(context: ListContext, entry: AssetEntry, registry: string | undefined): Found {
  const asset = foundAsset(entry);
  if (!entry.version) return asset;
  const contextUri = textAt(objectAt(objectAt(entry.body, 'properties'), 'build'), 'contextUri');
  const built = bytesOfAsset(context.workspace, contextUri, 'folder');
  const images = imagesOf(entry.body, registry);
  const elsewhere = [...(built.elsewhere ?? []), ...(images.elsewhere ?? [])];
  return {
    ...asset,
    ...built,
    ranges: [...built.ranges, ...images.ranges],
    ...(elsewhere.length > 0 ? { elsewhere } : {}),
  };
}
