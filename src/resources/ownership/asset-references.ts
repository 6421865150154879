import { childId } from '../../azure/arm-id';

/** Kinds of assets that other records refer to, by their path segments. */
const kinds = ['codes', 'components', 'environments'] as const;
type Kind = (typeof kinds)[number];

/** Members that hold a reference, and to what: a short reference (`azureml:name:version`) doesn't say it itself. */
const kindOfMember = new Map<string, Kind>([
  ['code', 'codes'],
  ['codeid', 'codes'],
  ['component', 'components'],
  ['componentid', 'components'],
  ['environment', 'environments'],
  ['environmentid', 'environments'],
]);

/** `…/workspaces/{name}/{kind}/{name}/versions/{version}` or the same with `/labels/`, as an ARM id or an asset URI. */
const long = new RegExp(
  `^(?:azureml:)?/{1,2}(?:(subscriptions/[^/]+/resourceGroups/[^/]+(?:/providers/[^/]+)?)|locations/[^/]+)` +
    `/workspaces/([^/]+)/(${kinds.join('|')})/([^/]+)/(versions|labels)/([^/]+)$`,
  'i',
);

/**
 * The code, components and environments that a record refers to anywhere in it (a sweep names them in its trial, a
 * pipeline in its steps): ARM ids of versions in lower case. A reference by a label such as `@latest` stands for every
 * version, and so gives the id of the name.
 */
export function assetReferences(record: unknown, workspaceId: string): Set<string> {
  const found = new Set<string>();
  collect(record, undefined, workspaceId, found);
  return found;
}

/** Whether a version is among what `assetReferences` gave. */
export function refersTo(references: ReadonlySet<string>, versionId: string): boolean {
  const id = versionId.toLowerCase();
  return references.has(id) || references.has(id.replace(/\/versions\/[^/]+$/, ''));
}

function collect(value: unknown, kind: Kind | undefined, workspaceId: string, found: Set<string>): void {
  if (typeof value === 'string') {
    const id = longReference(value, workspaceId) ?? shortReference(value, kind, workspaceId);
    if (id) found.add(id.toLowerCase());
  } else if (value !== null && typeof value === 'object') {
    for (const [member, inner] of Object.entries(value)) {
      // What is inside such a member (an object with `assetId`, the entries of a list) is of its kind too.
      collect(inner, kindOfMember.get(member.toLowerCase()) ?? kind, workspaceId, found);
    }
  }
}

function longReference(text: string, workspaceId: string): string | undefined {
  const [, place, workspace, kind, name, by, version] = long.exec(text) ?? [];
  if (!workspace || !kind || !name || !version) return undefined;
  // By location the workspace is named by its GUID, which its ARM id doesn't hold: taken for this one.
  const root = place ? workspaceIdAt(place, workspace) : workspaceId;
  return assetIdIn(root, kind.toLowerCase(), name, by?.toLowerCase() === 'versions' ? version : undefined);
}

/** The ARM id of a workspace at `subscriptions/…/resourceGroups/…`; asset URIs leave the provider out. */
export function workspaceIdAt(place: string, workspace: string): string {
  const [, , , group = ''] = place.split('/');
  const subscription = place.split('/')[1] ?? '';
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.MachineLearningServices/workspaces/${workspace}`;
}

function shortReference(text: string, kind: Kind | undefined, workspaceId: string): string | undefined {
  const [, name, separator, version] = /^(?:azureml:)?([^/:@\s]+)([:@])([^/:@\s]+)$/.exec(text) ?? [];
  if (!kind || !name || !version) return undefined;
  return assetIdIn(workspaceId, kind, name, separator === ':' ? version : undefined);
}

/**
 * The ARM id of a version of an asset, or of its name where no version is given; undefined for what can't be a name.
 * Names reach here escaped or not, and ids hold them escaped.
 */
export function assetIdIn(workspaceId: string, kind: string, name: string, version?: string): string | undefined {
  try {
    const container = childId(workspaceId, kind, decodeURIComponent(name));
    return version === undefined ? container : childId(container, 'versions', decodeURIComponent(version));
  } catch {
    // No path can hold such a name, so nothing has it.
    return undefined;
  }
}
