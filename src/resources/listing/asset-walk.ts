import { childId } from '../../azure/arm-id';
import type { Arm, Json } from '../../azure/arm';
import type { ArmPage } from '../../azure/page-memory';
import { asAzureError } from '../../azure/azure-error';
import { Trail } from '../../azure/trail';
import { isUnknownKind } from '../../azure/unknown-kind';
import { armActors, armTimes, objectAt, stringsAt, textAt } from '../json';
import type { Found, ListContext } from '../resource-type';

/** A container of versions (a model's or data asset's name) or one of its versions, as raw JSON. */
export interface AssetEntry {
  id: string;
  container: string;
  version?: string;
  body: Json;
}

/** What every asset says of itself, whatever its kind: who made it, when, and its tags. */
export function factsOf({
  id,
  body,
}: AssetEntry): Pick<Found, 'id' | 'actors' | 'createdAt' | 'lastModifiedAt' | 'tags'> {
  return { id, actors: armActors(body), ...armTimes(body), tags: stringsAt(objectAt(body, 'properties'), 'tags') };
}

interface Position {
  /** Link to the page of containers that comes after `pending`. */
  containers?: string;
  pending: string[];
  versions?: string;
}

/**
 * One page of a two-level walk: containers (names), then the versions of each. Archived ones are included; the
 * service's default would hide them. `kind` is the path segment: `models`, `data`. Kinds that the SDK's own api-version
 * doesn't know name theirs; where the service is older than they are, there are none.
 */
export async function walkAssets(
  context: Pick<ListContext, 'arm' | 'workspace'>,
  kind: string,
  next?: string,
  apiVersion?: string,
): Promise<{ entries: AssetEntry[]; next?: string }> {
  const root = `${context.workspace.id}/${kind}`;
  const position: Position = next
    ? (JSON.parse(next) as Position)
    : { containers: `${root}?listViewType=All`, pending: [] };
  const container = position.pending[0];

  if (container === undefined) {
    if (!position.containers) return { entries: [] };
    const page = await context.arm.page(position.containers, apiVersion).catch((thrown: unknown) => {
      // Later pages that fail are another matter: the kind was known.
      const first = next === undefined && apiVersion !== undefined;
      if (first && isUnknownKind(asAzureError(thrown))) return { value: [], next: undefined };
      throw thrown;
    });
    const names = page.value.flatMap((body) => textAt(body, 'name') ?? []);
    const entries = page.value.flatMap((body) => {
      const name = textAt(body, 'name');
      return name ? [{ id: childId(context.workspace.id, kind, name), container: name, body }] : [];
    });
    return { entries, next: following({ containers: page.next, pending: names }) };
  }

  const page = await versionPage(context.arm, childId(context.workspace.id, kind, container), position, apiVersion);
  const entries = page.value.flatMap((body) => {
    const version = textAt(body, 'name');
    return version
      ? [{ id: childId(childId(context.workspace.id, kind, container), 'versions', version), container, version, body }]
      : [];
  });
  const pending = page.next ? position.pending : position.pending.slice(1);
  return { entries, next: following({ ...position, pending, versions: page.next }) };
}

/** One page of the versions of a name: none where somebody has deleted the name since it was listed. */
async function versionPage(arm: Arm, id: string, { versions }: Position, apiVersion?: string): Promise<ArmPage> {
  try {
    return await arm.page(versions ?? `${id}/versions?listViewType=All`, apiVersion);
  } catch (thrown) {
    const gone = asAzureError(thrown).status === 404 && (await arm.get(id, apiVersion)) === undefined;
    if (gone) return { value: [], next: undefined };
    throw thrown;
  }
}

/** Every name and version of a kind, one after the other. */
export async function* allAssets(
  context: Pick<ListContext, 'arm' | 'workspace'>,
  kind: string,
  apiVersion?: string,
): AsyncGenerator<AssetEntry> {
  let next: string | undefined;
  const trail = new Trail();
  do {
    const page = await walkAssets(context, kind, next, apiVersion);
    yield* page.entries;
    next = trail.follow(page.next);
  } while (next !== undefined);
}

function following(position: Position): string | undefined {
  return position.pending.length > 0 || position.containers ? JSON.stringify(position) : undefined;
}
