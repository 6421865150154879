import { childId } from '../../azure/arm-id';
import type { Arm, Json } from '../../azure/arm';
import type { ByteRange } from '../../storage/uri';
import { bytesOfAsset } from './asset-bytes';
import { assetReferences } from './asset-references';
import { allAssets, type AssetEntry } from '../listing/asset-walk';
import { featureApiVersion } from '../feature-store';
import { imageRange, namedImages } from './image-references';
import { registryOf } from './image-registry';
import { objectAt, textAt } from '../json';
import { rangesOfRun } from './run-ranges';
import type { OwnersView, Workspace } from '../workspace';

/** Something that owns bytes, anywhere on an account. */
export interface ByteOwner {
  /** ARM id. */
  id: string;
  range: ByteRange;
}

/** The assets that own bytes: path segment, and the URI in their properties. */
const assets: readonly { kind: string; uriOf: (properties: Json) => string | undefined; apiVersion?: string }[] = [
  { kind: 'models', uriOf: (properties) => textAt(properties, 'modelUri') },
  { kind: 'data', uriOf: (properties) => textAt(properties, 'dataUri') },
  { kind: 'codes', uriOf: (properties) => textAt(properties, 'codeUri') },
  { kind: 'environments', uriOf: (properties) => textAt(objectAt(properties, 'build'), 'contextUri') },
  {
    kind: 'featuresets',
    uriOf: (properties) => textAt(objectAt(properties, 'specification'), 'path'),
    apiVersion: featureApiVersion,
  },
];

/** Ranges of the code of a workspace: by the id of each version, and of all versions by that of the name. */
type CodeRanges = Map<string, ByteRange[]>;

/**
 * Everything in a workspace that owns bytes by a URI: models, data, code (uploads are content-addressed, so two
 * people's assets may name one place), what environments and feature sets are made from, and named outputs of jobs; on
 * any of the accounts. Whoever runs code (jobs, components) owns its bytes too, and every environment the images that
 * it names. All versions, archived ones included.
 */
export async function* byteOwners(arm: Arm, workspace: Workspace, owners: OwnersView): AsyncGenerator<ByteOwner> {
  const code: CodeRanges = new Map();
  const registry = [...owners.accounts].some((account) => account.startsWith('registry '))
    ? { name: await registryOf(arm, workspace) }
    : undefined;
  for (const { kind, uriOf, apiVersion } of assets) {
    for await (const entry of allAssets({ arm, workspace }, kind, apiVersion)) {
      if (!entry.version) continue;
      const uri = uriOf(objectAt(entry.body, 'properties'));
      for (const range of await rangesOf(arm, workspace, uri, owners)) {
        if (kind === 'codes') remember(code, entry, range, owners);
        yield { id: entry.id, range };
      }
      if (kind === 'environments' && registry) yield* imagesNamedBy(entry, registry.name);
    }
  }
  for await (const job of arm.list(`${workspace.id}/jobs?listViewType=All`)) {
    const id = childId(workspace.id, 'jobs', textAt(job, 'name') ?? '');
    for (const uri of outputsOf(job)) {
      for (const range of bytesOfAsset(workspace, uri, 'either', owners).ranges) yield { id, range };
    }
    yield* codeRunBy(id, job, code, workspace);
  }
  if (code.size === 0) return;
  for await (const { id, body } of allAssets({ arm, workspace }, 'components'))
    yield* codeRunBy(id, body, code, workspace);
}

function remember(code: CodeRanges, entry: AssetEntry, range: ByteRange, { concerns }: OwnersView): void {
  if (concerns && !concerns(range)) return;
  const name = entry.id.replace(/\/versions\/[^/]+$/, '');
  for (const id of [entry.id, name]) {
    const key = id.toLowerCase();
    code.set(key, [...(code.get(key) ?? []), range]);
  }
}

/** The bytes of the code that a job or component refers to, as its own: it can't run without them. */
function* codeRunBy(id: string, record: Json, code: CodeRanges, workspace: Workspace): Generator<ByteOwner> {
  if (code.size === 0) return;
  for (const reference of assetReferences(record, workspace.id)) {
    for (const range of code.get(reference) ?? []) yield { id, range };
  }
}

function* imagesNamedBy({ id, body }: AssetEntry, registry: string | undefined): Generator<ByteOwner> {
  for (const image of namedImages(body, registry).images)
    yield { id, range: imageRange(image.registry, image.repository) };
}

async function rangesOf(arm: Arm, workspace: Workspace, uri: string | undefined, owners: OwnersView) {
  const named = /^azureml:\/\/jobs\/([^/]+)\/outputs\/(?!artifacts(?:\/|$))([^/]+)/.exec(uri ?? '');
  if (!named?.[1]) return bytesOfAsset(workspace, uri, 'either', owners).ranges;
  // Only the job says where a named output lies, and of a child not even that is listed: so all that the job has.
  const job = await arm.get(childId(workspace.id, 'jobs', named[1]));
  const outputs = outputsOf(job).flatMap((output) => bytesOfAsset(workspace, output, 'either', owners).ranges);
  return [...rangesOfRun(workspace, named[1], `dcid.${named[1]}`), ...outputs];
}

function outputsOf(job: Json | undefined): string[] {
  return Object.values(objectAt(objectAt(job, 'properties'), 'outputs')).flatMap(
    (output) => textAt(output, 'uri') ?? [],
  );
}
