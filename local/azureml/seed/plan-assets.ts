import { createHash } from 'node:crypto';
import type { JsonObject } from '../json';
import { workspaceParts } from '../records';
import type { BlobPlace } from '../blob-store';
import { pathInUri, resolveUri } from '../uri';
import { bytesOf, defaultTime } from './defaults';
import type { WorkspacePlan } from './seed-plan';
import type { SeedAsset, SeedVersion } from './seed-file';
import type { SeedFiles } from './seed-storage';

/** Types of asset: where the seed lists them, and which property of a version holds the URI. */
const ASSET_TYPES = {
  models: 'modelUri',
  data: 'dataUri',
  codes: 'codeUri',
  environments: undefined,
  components: undefined,
  featuresets: undefined,
  featurestoreEntities: undefined,
} as const;

type AssetType = keyof typeof ASSET_TYPES;

/** Plans models, data, environments, components, code and feature assets with their versions and bytes. */
export function planAssets(context: WorkspacePlan): void {
  for (const type of Object.keys(ASSET_TYPES) as AssetType[]) {
    (context.workspace[type] ?? []).forEach((asset, index) => planAsset(context, type, asset, index));
  }
}

function planAsset(context: WorkspacePlan, type: AssetType, asset: SeedAsset, index: number): void {
  const { scope, plan, people } = context;
  const versions = asset.versions ?? [];
  const first = versions[0];
  const createdAt = new Date(first?.createdAt ?? defaultTime(index)).toISOString();
  const by = asset.createdBy ?? first?.createdBy;
  const properties: JsonObject = {
    isArchived: asset.archived ?? false,
    latestVersion: versions.at(-1)?.version ?? null,
    nextVersion: String(versions.length + 1),
    tags: {},
    properties: {},
    description: null,
  };
  if (type === 'data') properties.dataType = first?.type ?? 'uri_folder';
  plan.records.push({
    type,
    scope,
    name: asset.name,
    createdAt,
    body: { properties, systemData: people.systemData(by, createdAt) },
  });
  versions.forEach((version, position) => planVersion(context, type, asset, version, index + position));
}

function planVersion(
  context: WorkspacePlan,
  type: AssetType,
  asset: SeedAsset,
  version: SeedVersion,
  index: number,
): void {
  const { scope, plan, people } = context;
  const createdAt = new Date(version.createdAt ?? defaultTime(index)).toISOString();
  const member = ASSET_TYPES[type];
  const properties: JsonObject = {
    isArchived: version.archived ?? false,
    isAnonymous: type === 'codes',
    description: version.description ?? null,
    tags: version.tags ?? {},
    ...typeProperties(type, version),
    ...ownMembers(type, version),
  };
  if (version.stage !== undefined) properties.stage = version.stage;
  if (member !== undefined) properties[member] = planBytes(context, type, asset, version);
  const systemData = people.systemData(version.createdBy ?? asset.createdBy, createdAt);
  plan.records.push({
    type: `${type}/versions`,
    scope,
    parent: asset.name,
    name: version.version,
    createdAt,
    body: { properties, systemData },
  });
}

/** Members of `properties` that describe the asset itself; the rest of a version's are its free-form properties. */
const OWN_MEMBERS: Partial<Record<AssetType, string[]>> = {
  environments: ['image', 'build', 'condaFile', 'osType', 'environmentType', 'inferenceConfig'],
  components: ['componentSpec'],
  featuresets: ['specification', 'entities', 'materializationSettings'],
  featurestoreEntities: ['indexColumns'],
};

function ownMembers(type: AssetType, version: SeedVersion): JsonObject {
  const own = OWN_MEMBERS[type] ?? [];
  const entries = Object.entries(version.properties ?? {});
  const freeForm = Object.fromEntries(entries.filter(([name]) => !own.includes(name)));
  return { ...Object.fromEntries(entries.filter(([name]) => own.includes(name))), properties: freeForm };
}

function typeProperties(type: AssetType, version: SeedVersion): JsonObject {
  switch (type) {
    case 'models':
      return { modelType: version.type ?? 'custom_model', jobName: version.job ?? null, flavors: {} };
    case 'data':
      return { dataType: version.type ?? 'uri_folder' };
    case 'environments':
      return {
        environmentType: 'UserCreated',
        osType: 'Linux',
        image: 'mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04',
      };
    case 'components':
      return { componentSpec: { type: 'command', name: 'component', command: 'python run.py' } };
    default:
      return {};
  }
}

/** Plans the files of a version and returns its URI. */
function planBytes(context: WorkspacePlan, type: AssetType, asset: SeedAsset, version: SeedVersion): string {
  const files = version.files ?? {};
  if (version.uri !== undefined) {
    const lookup = (name: string): { account: string; container: string } | undefined => context.datastores.get(name);
    const place = resolveUri(version.uri, workspaceParts(context.scope).name, lookup);
    if (place !== undefined) addFiles(context, place, version, files);
    return version.uri;
  }
  if (version.job !== undefined) {
    const path = version.path ?? 'outputs';
    const place = {
      account: context.account,
      container: context.artifactContainer,
      path: `ExperimentRun/dcid.${version.job}/${path}`,
    };
    addFiles(context, place, version, files);
    return `azureml://jobs/${version.job}/outputs/artifacts/paths/${pathInUri(path)}`;
  }
  const datastore = version.datastore ?? 'workspaceblobstore';
  const store = context.datastores.get(datastore);
  const path = version.path ?? uploadPath(asset, version, files);
  if (store !== undefined) addFiles(context, { ...store, path }, version, files);
  if (type === 'codes' && store !== undefined)
    return `https://${store.account}.blob.core.windows.net/${store.container}/${pathInUri(path)}`;
  const { subscriptionId, resourceGroup, name } = workspaceParts(context.scope);
  const workspace = `subscriptions/${subscriptionId}/resourcegroups/${resourceGroup}/workspaces/${name}`;
  return `azureml://${workspace}/datastores/${datastore}/paths/${pathInUri(path)}`;
}

/** Uploads are stored under the hash of their content: the same content is stored once (azure-ai-ml: artifacts). */
function uploadPath(asset: SeedAsset, version: SeedVersion, files: SeedFiles): string {
  const hash = createHash('md5');
  for (const path of Object.keys(files).sort()) hash.update(path).update(bytesOf(files[path] ?? ''));
  const name = version.type === 'uri_file' ? (Object.keys(files)[0] ?? asset.name) : asset.name;
  const shared = Object.keys(files).length === 0 ? asset.name : version.type === 'uri_file' ? name : 'upload';
  return `LocalUpload/${hash.digest('hex')}/${shared}${version.type === 'uri_file' ? '' : '/'}`;
}

function addFiles(context: WorkspacePlan, place: BlobPlace, version: SeedVersion, files: SeedFiles): void {
  const { account, container } = place;
  const entries = Object.entries(files);
  const [only] = entries;
  if (version.type === 'uri_file' && only !== undefined) {
    context.plan.blobs.push({ account, container, path: place.path, content: only[1] });
    return;
  }
  for (const [path, content] of entries) {
    context.plan.blobs.push({ account, container, path: `${place.path.replace(/\/$/, '')}/${path}`, content });
  }
}
