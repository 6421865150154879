import { isContainerName } from './container-name';

/** Where bytes lie: one blob, or everything below a prefix that ends with a slash. */
export interface ByteRange {
  /**
   * The service that keeps them, blob storage unless told: Azure Files (`container` is the share) or a container
   * registry (`account` is the registry, `container` the repository).
   */
  store?: 'blob' | 'file' | 'image';
  account: string;
  container: string;
  /** Blob name, or prefix with its trailing slash; empty only for somebody else who owns a whole container. */
  path: string;
  kind: 'prefix' | 'blob';
}

/** Where a datastore leads: a container of blob storage, unless `store` says that it is a share of Azure Files. */
export type DatastorePlace = Pick<ByteRange, 'store' | 'account' | 'container'>;

/** What the grammar needs to know about a workspace. */
export interface UriContext {
  /** ARM id of the workspace whose document names the URI. */
  workspaceId: string;
  /** Datastores by name, those of blobs and those of files. */
  datastores: ReadonlyMap<string, DatastorePlace>;
  /** Whether an account belongs to what the request may touch. */
  ownAccount: (account: string) => boolean;
  /** Datastores of other workspaces, by ARM id in lower case; without it their URIs are out of scope. */
  elsewhere?: ReadonlyMap<string, UriContext['datastores']>;
  /**
   * Set to read what others own: a path that names a whole container, or that can't be read for sure, then stands for
   * the whole container. To keep too much is safe, to erase somebody's bytes isn't.
   */
  coarse?: boolean;
}

/** A URI resolved to bytes, or why it isn't: somebody else's, or not storage at all. */
export type Resolved =
  | { kind: 'bytes'; range: ByteRange }
  | { kind: 'out_of_scope'; reason: string }
  | { kind: 'run'; runId: string; path: string };

const outOfScope = (reason: string): Resolved => ({ kind: 'out_of_scope', reason });

/**
 * Decodes once and refuses doubled slashes, `.` and `..`: prefixes are compared as text afterwards, so two
 * spellings of one place must become one. `?` and `#` belong to the name (only https URLs have queries): a path that
 * is cut short would be somebody else's. Undefined when the path is not safe or names a whole container.
 */
export function normalisePath(path: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  const trailing = decoded.endsWith('/');
  const segments = decoded.replace(/^\/+|\/+$/g, '').split('/');
  // In blob storage `a//b` is another place than `a/b`: which one is meant can't be known, so neither is touched.
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return undefined;
  return segments.join('/') + (trailing ? '/' : '');
}

function range(place: DatastorePlace, rawPath: string, folder: boolean, coarse = false): Resolved {
  const path = normalisePath(rawPath);
  if (!path && coarse) return { kind: 'bytes', range: { ...place, path: '', kind: 'prefix' } };
  if (!path) return outOfScope('unsafe_path');
  if (folder) return { kind: 'bytes', range: { ...place, path: path.replace(/\/?$/, '/'), kind: 'prefix' } };
  return { kind: 'bytes', range: { ...place, path, kind: path.endsWith('/') ? 'prefix' : 'blob' } };
}

/**
 * Resolves a URI that an asset names. `folder` says what the asset means by it: a folder owns everything below it.
 * The forms and their order are those of Microsoft's Python SDK.
 */
export function resolveUri(uri: string, folder: boolean, context: UriContext): Resolved {
  let match = /^azureml:\/\/datastores\/([^/]+)(?:\/(?:paths(?:\/(.*))?|(ExperimentRun\/.+))?)?$/is.exec(uri);
  if (match?.[1]) return onDatastore(match[1], match[2] ?? match[3] ?? '', folder, context);

  match =
    /^azureml:\/\/(subscriptions\/[^/]+\/resource[gG]roups\/[^/]+)\/(?:providers\/Microsoft\.MachineLearningServices\/)?workspaces\/([^/]+)\/datastores\/([^/]+)(?:\/(?:paths(?:\/(.*))?)?)?$/is.exec(
      uri,
    );
  if (match?.[1] && match[2] && match[3]) {
    const named = `/${match[1]}/providers/Microsoft.MachineLearningServices/workspaces/${match[2]}`.toLowerCase();
    const own = named === context.workspaceId.toLowerCase();
    const datastores = own ? context.datastores : context.elsewhere?.get(named);
    if (!datastores) return outOfScope('other_workspace');
    return onDatastore(match[3], match[4] ?? '', folder, { ...context, datastores });
  }

  match = /^azureml:\/\/jobs\/([^/]+)\/outputs\/([^/]+)(?:\/(?:paths\/?)?|\/paths\/(.+))?$/is.exec(uri);
  if (match?.[1]) {
    // Only `artifacts` is the job's own artifact folder; other outputs say in the job where they lie.
    if (match[2]?.toLowerCase() !== 'artifacts') return outOfScope('job_output');
    return { kind: 'run', runId: match[1], path: match[3] ?? '' };
  }
  match = /^runs:\/([^/?]+)\/(.*)$/is.exec(uri);
  if (match?.[1]) return { kind: 'run', runId: match[1], path: match[2] ?? '' };

  // Without a path it is the whole container, which is how file systems are named.
  match = /^(?:wasbs?|abfss?):\/\/([^@/]+)@([^/]+)(?:\/(.*))?$/is.exec(uri);
  const named = match?.[2] && accountOf(match[2].toLowerCase());
  if (match?.[1] && named)
    return inAccount({ account: named.account, container: match[1] }, match[3] ?? '', folder, context);

  if (/^https:\/\//i.test(uri) || (context.coarse && /^http:\/\//i.test(uri))) return byHttps(uri, folder, context);
  if (/^azureml:\/\/registries\//i.test(uri)) return outOfScope('registry');
  return outOfScope('external');
}

function onDatastore(name: string, path: string, folder: boolean, context: UriContext): Resolved {
  // Resource Manager compares names without case.
  const [, store] = [...context.datastores].find(([known]) => known.toLowerCase() === name.toLowerCase()) ?? [];
  if (!store) return outOfScope('unknown_datastore');
  return inAccount(store, path, folder, context);
}

function inAccount(place: DatastorePlace, path: string, folder: boolean, context: UriContext): Resolved {
  // Host names have no case; an owner who writes one otherwise is still an owner.
  const account = place.account.toLowerCase();
  if (!context.ownAccount(account)) return outOfScope('other_account');
  if (!isContainerName(place.container)) return outOfScope('unsafe_path');
  return range({ ...place, account }, path, folder, context.coarse);
}

/** The account and service of a host name; some accounts have a DNS zone in theirs, and a second one to read from. */
function accountOf(host: string): { account: string; service: string } | undefined {
  const [, account, service] = /^([a-z0-9]{3,24})(?:-secondary)?(?:\.z\d+)?\.(blob|dfs|file)\./.exec(host) ?? [];
  return account && service ? { account, service } : undefined;
}

/** `https://<account>.blob|dfs|file.<suffix>/<container>/<path>`, or the path style of emulators with the account first. */
function byHttps(uri: string, folder: boolean, context: UriContext): Resolved {
  let url: URL;
  try {
    url = new URL(uri);
  } catch {
    return outOfScope('external');
  }
  // A fragment has no meaning for storage: it is a name that somebody forgot to escape. And `URL` follows `..`, also into
  // another container, before anybody could refuse it.
  if ((url.hash !== '' || leadsUp(uri)) && !context.coarse) return outOfScope('unsafe_path');
  const named = accountOf(url.hostname);
  const segments = url.pathname.split('/').slice(1);
  const account = named?.account ?? (/^(127\.0\.0\.1|localhost)$/.test(url.hostname) ? segments.shift() : undefined);
  const container = segments.shift();
  if (!account || !container) return outOfScope('external');
  const rest = url.hash === '' ? segments.join('/') : '';
  const store = named?.service === 'file' ? { store: 'file' as const } : {};
  return inAccount({ ...store, account, container }, rest, folder, context);
}

/** Whether a path of a URL has a segment of dots, however it is spelt. `URL` takes backslashes for slashes. */
function leadsUp(uri: string): boolean {
  const [path = ''] = uri.split(/[?#]/);
  return path.split(/[/\\]/).some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));
}

/** A container, share or repository as one text: two services may have one of the same name. */
export function containerKey({ store = 'blob', account, container }: Omit<ByteRange, 'path' | 'kind'>): string {
  return `${store}/${account}/${container}`;
}

/** A path as it is compared: SMB shares know no case (Azure docs: naming of shares, directories and files). */
export function comparedPath({ store, path }: Pick<ByteRange, 'store' | 'path'>): string {
  return store === 'file' ? path.toLowerCase() : path;
}

/** Whether the two ranges share bytes: one contains the other. */
export function overlaps(a: ByteRange, b: ByteRange): boolean {
  return contains(a, b) || contains(b, a);
}

/** Whether every byte of `inner` lies in `outer`. */
export function contains(outer: ByteRange, inner: ByteRange): boolean {
  if (containerKey(outer) !== containerKey(inner)) return false;
  const [above, below] = [comparedPath(outer), comparedPath(inner)];
  return above === below || (outer.kind === 'prefix' && below.startsWith(above));
}
