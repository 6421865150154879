import { workspaceIdAt } from '../ownership/asset-references';
import type { Workspace } from '../workspace';

/** Things of a workspace without versions that other records name by their paths. */
export type NamedKind = 'datastores' | 'computes' | 'connections';

/** Whose things are meant, and in whose record they are named. */
export interface Naming {
  of: Pick<Workspace, 'id' | 'name' | 'guid'>;
  within: Pick<Workspace, 'id'>;
}

/**
 * Names (lower case, each once) of the things of one workspace that any text of a record refers to, in its own or in
 * another workspace: as an ARM id, in the long form of an asset URI (with subscription and workspace, or with location and
 * the workspace's GUID), or below the record's own workspace (`azureml://datastores/…`). Where no subscription is told,
 * the name of the workspace decides: to keep too much can be mended.
 */
export function namedIn(record: unknown, kind: NamedKind, { of, within }: Naming): string[] {
  const found = new Set<string>();
  for (const text of textsOf(record)) {
    for (const [, place, workspace, name] of text.matchAll(patterns[kind])) {
      const owner = workspace === undefined ? within.id : place ? workspaceIdAt(place, workspace) : undefined;
      const meant = owner === undefined ? [of.name, of.guid].some((own) => same(own, workspace)) : same(owner, of.id);
      if (meant && name) found.add(name.toLowerCase());
    }
  }
  return [...found];
}

const patternOf = (kind: NamedKind) =>
  new RegExp(
    `(?:(?:(subscriptions/[^/\\s]+/resourceGroups/[^/\\s]+)/(?:providers/[^/\\s]+/)?)?workspaces/([^/\\s]+)/)?` +
      `\\b${kind}/([^/?#\\s"']+)`,
    'gi',
  );
const patterns: Readonly<Record<NamedKind, RegExp>> = {
  datastores: patternOf('datastores'),
  computes: patternOf('computes'),
  connections: patternOf('connections'),
};

const same = (a: string | undefined, b: string | undefined) => a?.toLowerCase() === b?.toLowerCase();

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(textsOf);
}
