import { Pool } from 'undici';
import { concurrently } from '../../src/storage/concurrently';
import type { Job, Target } from './model';

/** Requests that one connection each carries. */
const width = 32;

/**
 * Requests in a loop and nothing else: no retries, no conditions, no hashes, answers hardly looked at. It is the limit of
 * what one request per blob can reach. Returns the blobs it handled, and calls `begin` when it has a
 * connection, and again when all names are known, where listing isn't what is measured.
 */
export async function runRaw(target: Target, job: Job, begin: () => void): Promise<number> {
  const { operation, container, into } = job;
  const { origin, pathname } = new URL(target.url);
  const pool = new Pool(origin, { connections: width });
  const headers = { authorization: `Bearer ${target.token}`, 'x-ms-version': '2024-11-04' };
  const call = async (method: 'GET' | 'PUT' | 'DELETE', path: string, more = {}, sent?: Buffer) => {
    const { statusCode, body } = await pool.request({
      ...{ method, path: pathname + path, headers: { ...headers, ...more } },
      body: sent,
    });
    const bytes = Buffer.from(await body.arrayBuffer());
    if (statusCode >= 300) throw new Error(`The service answered ${statusCode}.`);
    return bytes;
  };

  await call('GET', `/${container}?restype=container&comp=list&maxresults=1`);
  begin();
  const pages: string[] = [];
  for (let marker = ''; ;) {
    const page = await call('GET', `/${container}?restype=container&comp=list${marker}`);
    const text = page.toString('latin1');
    pages.push(operation === 'list' ? String(text.split('<Blob>').length - 1) : text);
    const next = /<NextMarker>(.+)<\/NextMarker>/.exec(text.slice(-1_000))?.[1];
    if (next === undefined) break;
    marker = `&marker=${encodeURIComponent(next)}`;
  }
  if (operation === 'list') return pages.reduce((sum, count) => sum + Number(count), 0);

  // The names are plain: nothing in them needs escaping.
  const paths = pages.flatMap((text) => [...text.matchAll(/<Name>([^<]+)<\/Name>/g)].map(([, name]) => `/${name}`));
  begin();
  const one = async (path: string): Promise<unknown> => {
    if (operation === 'erase') return call('DELETE', `/${container}${path}`);
    if (operation === 'copy in the service') {
      const source = `${target.url}/${container}${path}`;
      const granted = { 'x-ms-copy-source': source, 'x-ms-copy-source-authorization': headers.authorization };
      return call('PUT', `/${into}${path}`, { ...granted, 'x-ms-requires-sync': 'true' });
    }
    const content = await call('GET', `/${container}${path}`);
    return call('PUT', `/${into}${path}`, { 'x-ms-blob-type': 'BlockBlob' }, content);
  };
  await concurrently(paths, width, one);
  return paths.length;
}
