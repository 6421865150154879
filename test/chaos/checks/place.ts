import { bytesId, type ListedBytes } from '../../e2e/listed-bytes';

type Place = Omit<ListedBytes, 'etag'>;

/** The id, as listings have it, of the blob, file or image that a line's URL names; undefined for any other URL. */
export function placeOfUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, pathname, searchParams } = new URL(url);
  if (protocol !== 'https:') return undefined;
  const parts = pathname.slice(1).split('/').map(decodeURIComponent);
  const place = placeOf(parts);
  if (!place) return undefined;
  const versionId = searchParams.get('versionid') ?? undefined;
  return bytesId({ ...place, versionId, snapshot: searchParams.get('snapshot') ?? undefined });
}

/** Whether a URL names an image of a registry. */
export function isImage(url: string): boolean {
  return URL.canParse(url) && new URL(url).pathname.startsWith('/_registry/');
}

/** The emulator has a path for each of its services; what begins otherwise is an account of blobs. */
function placeOf([first = '', ...rest]: readonly string[]): Place | undefined {
  if (first === '_files') {
    const [account = '', container = '', ...path] = rest;
    return { store: 'file', account, container, path: path.join('/') };
  }
  if (first === '_registry') {
    // <registry>/v2/<repository, maybe with slashes>/manifests/<digest>
    const [account = ''] = rest;
    return { store: 'image', account, container: rest.slice(2, -2).join('/'), path: rest.at(-1) ?? '' };
  }
  if (first.startsWith('_')) return undefined;
  const [container = '', ...path] = rest;
  return { account: first, container, path: path.join('/') };
}
