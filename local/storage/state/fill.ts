import { newCopy } from './new-copy';
import { newNames, placeFor } from './place';
import { makeCurrent } from './retention';
import { md5Of } from '../operations/read-blob';
import type { Store } from './store';

/** Many blobs of one content, for benchmarks: they cost what their names cost. */
export interface FillOptions {
  account: string;
  /** Made when it is new. */
  container: string;
  /** Name of each, with `{folder}` and `{index}`. */
  template: string;
  count: number;
  /** Blobs in a folder; `{folder}` counts up after them. */
  perFolder: number;
  /** Bytes of each. */
  size: number;
}

/** Writes them as Put Blob would, without HTTP. Throws ResourceNotFound for an unknown account. */
export function fill(store: Store, options: FillOptions): void {
  const account = store.account(options.account);
  const now = store.clock.now();
  let container = account.containers.get(options.container);
  if (container === undefined) {
    const state = { etag: '0x0', modifiedAt: now, metadata: {}, policy: {}, names: newNames() };
    container = { name: options.container, ...state };
    account.containers.set(options.container, container);
  }
  const content = Buffer.alloc(options.size, 'x');
  const md5 = md5Of(content);
  for (let index = 0; index < options.count; index++) {
    const folder = Math.floor(index / options.perFolder);
    const name = options.template
      .replaceAll('{folder}', String(folder).padStart(7, '0'))
      .replaceAll('{index}', String(index).padStart(7, '0'));
    makeCurrent(placeFor(store.clock, account, container, name), newCopy(store.clock, { content, md5 }));
  }
}
