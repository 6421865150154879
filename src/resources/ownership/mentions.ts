import { childId } from '../../azure/arm-id';
import type { Arm, Json } from '../../azure/arm';
import { asAzureError } from '../../azure/azure-error';
import { isUnknownKind } from '../../azure/unknown-kind';
import { bytesOfAsset } from './asset-bytes';
import { allAssets } from '../listing/asset-walk';
import type { ByteOwner } from './byte-owners';
import { textAt } from '../json';
import { runOfPath } from './run-ranges';
import type { OwnersView, Workspace } from '../workspace';

/** Something that names a place without owning it: a job its input, a table its files. */
export interface Mention extends ByteOwner {
  /** Name of the job, if it is one. */
  job?: string;
}

interface Kind {
  path: string;
  query?: string;
  /** Path of what each of them has below it. */
  below?: string;
}

const flat: readonly Kind[] = [
  { path: 'jobs', query: '?listViewType=All' },
  { path: 'schedules', query: '?listViewType=All' },
  { path: 'onlineEndpoints', below: 'deployments' },
  { path: 'batchEndpoints', below: 'deployments' },
  { path: 'computes' },
];

/**
 * What has versions and may name more than it owns: tables the files that they are made of. Of models, code,
 * environments and feature sets everything that they name is theirs (`byteOwners`).
 */
const versioned: readonly string[] = ['data', 'components'];

/**
 * Every place in the storage that the records of a workspace name, whatever field it stands in: nothing that something
 * still points to may be taken for forgotten. Places of runs are left out, which the runs themselves own.
 */
export async function* mentions(arm: Arm, workspace: Workspace, owners: OwnersView): AsyncGenerator<Mention> {
  for await (const { id, body, job } of records(arm, workspace)) {
    for (const uri of urisIn(body)) {
      for (const range of bytesOfAsset(workspace, uri, 'either', owners).ranges) {
        if (runOfPath(workspace, range) === undefined) yield { id, range, ...(job ? { job } : {}) };
      }
    }
  }
}

const scheme = '(?:azureml|wasbs?|abfss?|https?|runs):/';

/**
 * The URIs in the texts of a record, however deep: texts that are one as a whole, whatever is in them, and those that
 * stand in the middle of a text such as a command, up to the next blank or quote.
 */
export function urisIn(value: unknown): string[] {
  if (typeof value === 'string') {
    const whole = new RegExp(`^${scheme}`, 'i').test(value) ? [value] : [];
    const parts = [...value.matchAll(new RegExp(`${scheme}[^\\s"'<>\`]+`, 'gi'))].map(([uri]) => uri);
    return [...new Set([...whole, ...parts])];
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(urisIn);
}

async function* records(arm: Arm, workspace: Workspace): AsyncGenerator<{ id: string; body: Json; job?: string }> {
  for (const { path, query = '', below } of flat) {
    for await (const body of known(arm.list(`${workspace.id}/${path}${query}`))) {
      const name = textAt(body, 'name') ?? '';
      const id = childId(workspace.id, path, name);
      yield { id, body, ...(path === 'jobs' ? { job: name } : {}) };
      if (!below) continue;
      for await (const part of known(arm.list(`${id}/${below}`))) {
        yield { id: childId(id, below, textAt(part, 'name') ?? ''), body: part };
      }
    }
  }
  for (const kind of versioned) yield* allAssets({ workspace, arm }, kind);
}

/** A list, or nothing where the service doesn't know the kind. */
async function* known(list: AsyncGenerator<Json>): AsyncGenerator<Json> {
  let begun = false;
  try {
    for await (const body of list) {
      begun = true;
      yield body;
    }
  } catch (thrown) {
    if (begun || !isUnknownKind(asAzureError(thrown))) throw thrown;
  }
}
