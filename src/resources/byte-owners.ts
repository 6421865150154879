import { childId } from '../azure/arm-id';
import type { Arm, Json } from '../azure/arm';
import type { ByteRange } from '../storage/uri';
import { bytesOfAsset } from './asset-bytes';
import { walkAssets } from './asset-walk';
import { objectAt, textAt } from './json';
import type { ListContext } from './resource-type';
import { rangesOfRun } from './run-ranges';
import type { OwnersView, Workspace } from './workspace';

/** Something that owns bytes, anywhere on an account. */
export interface ByteOwner {
  /** ARM id. */
  id: string;
  range: ByteRange;
}

/** The assets that own bytes: path segment, the property with the URI, and whether that is a file or a folder. */
const assets = [
  { kind: 'models', property: 'modelUri' },
  { kind: 'data', property: 'dataUri' },
  { kind: 'codes', property: 'codeUri' },
] as const;

/**
 * Everything in a workspace that owns bytes by a URI: models, data, code (uploads are content-addressed, so two
 * people's assets may name one place), and named outputs of jobs; on any of the accounts. All versions, archived ones
 * included.
 */
export async function* byteOwners(arm: Arm, workspace: Workspace, owners: OwnersView): AsyncGenerator<ByteOwner> {
  const context: ListContext = { workspace, arm, scope: [], selects: () => false };
  for (const { kind, property } of assets) {
    let next: string | undefined;
    do {
      const page = await walkAssets(context, kind, next);
      for (const entry of page.entries) {
        const uri = entry.version ? textAt(objectAt(entry.body, 'properties'), property) : undefined;
        for (const range of await rangesOf(arm, workspace, uri, owners)) yield { id: entry.id, range };
      }
      next = page.next;
    } while (next !== undefined);
  }
  for await (const job of arm.list(`${workspace.id}/jobs?listViewType=All`)) {
    const id = childId(workspace.id, 'jobs', textAt(job, 'name') ?? '');
    for (const uri of outputsOf(job)) {
      for (const range of bytesOfAsset(workspace, uri, 'either', owners).ranges) yield { id, range };
    }
  }
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
