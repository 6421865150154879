import type { Arm } from '../azure/arm';
import type { ByteRange } from '../storage/uri';
import { bytesOfAsset } from './asset-bytes';
import { walkAssets } from './asset-walk';
import { objectAt, textAt } from './json';
import type { ListContext } from './resource-type';
import type { Workspace } from './workspace';

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
 * people's assets may name one place), and named outputs of jobs; on any of the accounts. All versions, archived ones included.
 */
export async function* byteOwners(
  arm: Arm,
  workspace: Workspace,
  accounts: ReadonlySet<string>,
): AsyncGenerator<ByteOwner> {
  const context: ListContext = { workspace, arm, selects: () => false };
  for (const { kind, property } of assets) {
    let next: string | undefined;
    do {
      const page = await walkAssets(context, kind, next);
      for (const entry of page.entries) {
        const uri = entry.version ? textAt(objectAt(entry.body, 'properties'), property) : undefined;
        for (const range of bytesOfAsset(workspace, uri, 'either', accounts).ranges) yield { id: entry.id, range };
      }
      next = page.next;
    } while (next !== undefined);
  }
  for await (const job of arm.list(`${workspace.id}/jobs?listViewType=All`)) {
    const id = `${workspace.id}/jobs/${textAt(job, 'name')}`;
    for (const output of Object.values(objectAt(objectAt(job, 'properties'), 'outputs'))) {
      for (const range of bytesOfAsset(workspace, textAt(output, 'uri'), 'either', accounts).ranges)
        yield { id, range };
    }
  }
}
