import { bytesId } from '../../e2e/listed-bytes';

/** The id, as listings have it, of the blob or file that a line's URL names; undefined for what has no such URL. */
export function placeOfUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, pathname, searchParams } = new URL(url);
  if (protocol !== 'https:') return undefined;
  const parts = pathname.slice(1).split('/').map(decodeURIComponent);
  const isFile = parts[0] === '_files';
  // What else begins so is another service of the emulator.
  if (!isFile && parts[0]?.startsWith('_')) return undefined;
  const [account = '', container = '', ...path] = isFile ? parts.slice(1) : parts;
  return bytesId({
    ...{ account, container, path: path.join('/'), ...(isFile ? { store: 'file' as const } : {}) },
    versionId: searchParams.get('versionid') ?? undefined,
    snapshot: searchParams.get('snapshot') ?? undefined,
  });
}
