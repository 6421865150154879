import { contentHeadersOf, stateHeaders } from '../http/blob-headers';
import { header, metadataOf, type Answer, type Call } from '../http/call';
import { StorageError } from '../http/errors';
import { checkLease } from './leases';
import type { Block } from '../state/model';
import { placeFor, tidy } from '../state/place';
import { write } from './put-blob';
import { md5Of } from './read-blob';
import type { Store } from '../state/store';
import { targetOf } from '../http/target';
import { element, valuesOf } from '../http/xml';

/** Put Block. */
export function putBlock(store: Store, call: Call, content: Buffer = call.body): Answer {
  const id = call.query.get('blockid') ?? '';
  if (id === '' || Buffer.from(id, 'base64').length > 64) throw new StorageError('InvalidQueryParameterValue');
  const md5 = md5Of(content);
  const told = header(call, 'content-md5');
  if (told !== undefined && told !== md5) throw new StorageError('Md5Mismatch');
  const container = store.container(call.account, call.container ?? '');
  const place = placeFor(store.clock, call.account, container, call.blob ?? '');
  try {
    checkLease(call, place.named.lease, store.clock.now());
    const blocks = place.named.uncommitted?.blocks ?? new Map<string, Buffer>();
    // Azure docs: all block ids of a blob have the same length.
    const other = [...blocks.keys()][0];
    if (other !== undefined && other.length !== id.length) throw new StorageError('InvalidBlockId');
    blocks.set(id, content);
    place.named.uncommitted = { blocks, at: store.clock.now() };
  } finally {
    tidy(place);
  }
  return { status: 201, headers: { 'content-md5': md5, 'x-ms-request-server-encrypted': 'true' } };
}

/** Put Block List; an empty one makes an empty blob. What was put and is not in the list is dropped. */
export function putBlockList(store: Store, call: Call): Answer {
  const container = store.container(call.account, call.container ?? '');
  const named = container.names.get(call.blob ?? '');
  const fresh = named?.uncommitted?.blocks;
  const committed = new Map((named?.current?.blocks ?? []).map(({ id, content }) => [id, content]));
  const blocks: Block[] = valuesOf(call.body.toString('utf8'), 'Latest', 'Committed', 'Uncommitted').map(
    ({ tag, value }) => {
      const put = tag === 'Committed' ? undefined : fresh?.get(value);
      const content = put ?? (tag === 'Uncommitted' ? undefined : committed.get(value));
      if (content === undefined) throw new StorageError('InvalidBlockList');
      return { id: value, content };
    },
  );
  return write(store, call, {
    ...{ content: Buffer.concat(blocks.map(({ content }) => content)), blocks },
    ...{ headers: contentHeadersOf(call, false), metadata: metadataOf(call) },
    md5: header(call, 'x-ms-blob-content-md5'),
  });
}

/** Get Block List. */
export function getBlockList(store: Store, call: Call): Answer {
  const container = store.container(call.account, call.container ?? '');
  const named = container.names.get(call.blob ?? '');
  const type = call.query.get('blocklisttype') ?? 'committed';
  const copy = call.query.has('snapshot') ? targetOf(store, call).copy : named?.current;
  if (copy === undefined && named?.uncommitted === undefined) throw new StorageError('BlobNotFound');
  const shown = (tag: string, blocks: readonly Block[]) =>
    `<${tag}>${blocks
      .map(({ id, content }) => `<Block>${element('Name', id)}${element('Size', content.length)}</Block>`)
      .join('')}</${tag}>`;
  const open = [...(named?.uncommitted?.blocks ?? [])].map(([id, content]) => ({ id, content }));
  return {
    status: 200,
    headers: {
      ...(copy === undefined ? {} : stateHeaders(copy)),
      'content-type': 'application/xml',
      'x-ms-blob-content-length': String(copy?.content.length ?? 0),
    },
    body:
      '<?xml version="1.0" encoding="utf-8"?><BlockList>' +
      `${type === 'uncommitted' ? '' : shown('CommittedBlocks', copy?.blocks ?? [])}` +
      `${type === 'committed' ? '' : shown('UncommittedBlocks', open)}</BlockList>`,
  };
}
