import { childId } from '../../azure/arm-id';
import type { Arm, Json } from '../../azure/arm';
import { asAzureError } from '../../azure/azure-error';
import { isUnknownKind } from '../../azure/unknown-kind';
import { armActors, armTimes, objectAt, stringsAt, textAt } from '../json';
import type { ExportedRecord, Found, FoundPage, ListContext, RecordContext, Target } from '../resource-type';

/** A kind of resource right below a workspace, without versions: its path segment, and its api-version if not the SDK's. */
export interface FlatKind {
  path: string;
  apiVersion?: string;
  /** Older services don't know the kind at all, and so hold nothing of it. */
  newer?: boolean;
}

/** What ARM says of such a resource: name, maker, dates, and tags, which stand outside or among its properties. */
export function foundFlat(workspaceId: string, path: string, body: Json): Found {
  const name = textAt(body, 'name') ?? '';
  return {
    id: childId(workspaceId, path, name),
    name,
    actors: armActors(body),
    ...armTimes(body),
    tags: { ...stringsAt(objectAt(body, 'properties'), 'tags'), ...stringsAt(body, 'tags') },
    ranges: [],
  };
}

/** One page of raw records of a kind. */
export async function flatPage(
  context: Pick<ListContext, 'arm' | 'workspace'>,
  { path, apiVersion, newer }: FlatKind,
  next?: string,
): Promise<{ value: Json[]; next?: string }> {
  try {
    return await context.arm.page(next ?? `${context.workspace.id}/${path}`, apiVersion);
  } catch (thrown) {
    const error = asAzureError(thrown);
    // In the middle of a list the kind is known, so there the refusal means something else.
    if (newer && next === undefined && isUnknownKind(error)) return { value: [] };
    throw error;
  }
}

/** One page of a kind that needs no further look. */
export async function listFlat(context: ListContext, kind: FlatKind, next?: string): Promise<FoundPage> {
  const page = await flatPage(context, kind, next);
  return { found: page.value.map((body) => foundFlat(context.workspace.id, kind.path, body)), next: page.next };
}

/** The record of an item as ARM gives it; nothing when it is gone. */
export async function* armRecord(
  { arm }: Pick<RecordContext, 'arm'>,
  target: Pick<Target, 'id'>,
  apiVersion?: string,
): AsyncGenerator<ExportedRecord> {
  const body = await arm.get(target.id, apiVersion);
  if (body) yield { source: 'arm', body };
}

/** All of a list, or nothing when what it is below is gone by now. */
export async function listBelow(arm: Arm, path: string): Promise<Json[]> {
  const all: Json[] = [];
  try {
    for await (const body of arm.list(path)) all.push(body);
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.status !== 404) throw error;
  }
  return all;
}
