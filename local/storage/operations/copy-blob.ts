import { randomUUID } from 'node:crypto';
import { callerOf } from '../http/auth';
import { putBlock } from './blocks';
import { header, metadataOf, neededHeader, placeOf, type Answer, type Call } from '../http/call';
import { StorageError } from '../http/errors';
import type { Copy } from '../state/model';
import { write } from './put-blob';
import { md5Of, rangeOf } from './read-blob';
import type { Store } from '../state/store';
import { targetOf } from '../http/target';

/** Copy Blob and Copy Blob From URL: both are done when they answer. */
export async function copyBlob(store: Store, call: Call): Promise<Answer> {
  const source = await readSource(store, call);
  const id = randomUUID();
  const copied = { id, source: withoutQuery(neededHeader(call, 'x-ms-copy-source')), at: store.clock.now() };
  const metadata = metadataOf(call) ?? source.metadata;
  const answer = write(store, call, { ...contentOf(source), metadata, copied }, 202);
  return { ...answer, headers: { ...answer.headers, 'x-ms-copy-id': id, 'x-ms-copy-status': 'success' } };
}

/** Put Blob From URL. */
export async function putBlobFromUrl(store: Store, call: Call): Promise<Answer> {
  const source = await readSource(store, call);
  const metadata = metadataOf(call) ?? source.metadata;
  return write(store, call, { ...contentOf(source), md5: md5Of(source.content), metadata });
}

/** Put Block From URL. */
export async function putBlockFromUrl(store: Store, call: Call): Promise<Answer> {
  const { content } = await readSource(store, call);
  const range = rangeOf(header(call, 'x-ms-source-range'), content.length);
  return putBlock(store, call, range === undefined ? content : content.subarray(range.start, range.end + 1));
}

/** Abort Copy Blob: there is never one under way. */
export function abortCopy(): Answer {
  throw new StorageError('InvalidHeaderValue', 'Copies are done at once.');
}

type Source = Pick<Copy, 'content' | 'headers' | 'etag'> & Partial<Pick<Copy, 'md5' | 'metadata' | 'blocks'>>;

function contentOf({ content, headers, md5, blocks }: Source): Partial<Copy> {
  return { content, headers, md5, blocks };
}

async function readSource(store: Store, call: Call): Promise<Source> {
  const url = sourceUrl(call);
  const source = url.origin === call.origin ? readHere(store, call, url) : await readElsewhere(call, url);
  const wanted = header(call, 'x-ms-source-if-match');
  if (wanted !== undefined && wanted !== '*' && wanted.replace(/^"|"$/g, '') !== source.etag) {
    throw new StorageError('SourceConditionNotMet');
  }
  return source;
}

function sourceUrl(call: Call): URL {
  try {
    return new URL(neededHeader(call, 'x-ms-copy-source'));
  } catch (error) {
    if (error instanceof StorageError) throw error;
    throw new StorageError('InvalidHeaderValue');
  }
}

/** A blob of this service. Within one account, Copy Blob needs no authorisation of its own (Azure docs). */
function readHere(store: Store, call: Call, url: URL): Source {
  const target = `${url.pathname}${url.search}`;
  const { account: name, container, blob } = placeOf(target);
  const account = store.account(name);
  const authorization = header(call, 'x-ms-copy-source-authorization');
  const headers = authorization === undefined ? {} : { authorization };
  const query = url.searchParams;
  const isAsynchronous = call.query.get('comp') === null && header(call, 'x-ms-requires-sync') !== 'true';
  const isPutFromUrl = header(call, 'x-ms-blob-type') !== undefined;
  const free = account === call.account && call.caller.kind !== 'sas' && isAsynchronous && !isPutFromUrl;
  try {
    if (!free) callerOf(account, { method: 'GET', target, headers, query });
    return targetOf(store, { ...call, account, container, blob, query }).copy;
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new StorageError('CannotVerifyCopySource', 'A source is read with its own authorisation.', {}, error.status);
  }
}

async function readElsewhere(call: Call, url: URL): Promise<Source> {
  const authorization = header(call, 'x-ms-copy-source-authorization');
  const answer = await fetch(url, { headers: authorization === undefined ? {} : { authorization } });
  if (!answer.ok) throw new StorageError('CannotVerifyCopySource', undefined, {}, answer.status);
  return {
    content: Buffer.from(await answer.arrayBuffer()),
    headers: { type: answer.headers.get('content-type') ?? 'application/octet-stream' },
    etag: (answer.headers.get('etag') ?? '').replace(/^"|"$/g, ''),
  };
}

function withoutQuery(url: string): string {
  return url.split('?')[0] ?? url;
}
