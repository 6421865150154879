import type { IncomingHttpHeaders } from 'node:http';
import { StorageError } from './errors';
import type { Account } from '../state/model';

/** Who calls. Keys may do everything. */
export interface Caller {
  kind: 'key' | 'token' | 'sas';
  /** Client and object id of a token. */
  ids: readonly string[];
  /** Letters of a SAS: what it permits. */
  permissions?: string;
}

/** A request that was read to its end. */
export interface Call {
  method: string;
  /** Scheme, host and port that the client reached. */
  origin: string;
  /** Path and query as they came. */
  target: string;
  account: Account;
  /** Decoded; undefined for calls of the account. */
  container?: string;
  /** Decoded; undefined for calls of a container. */
  blob?: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Names and values in turn, as they came. */
  rawHeaders: readonly string[];
  body: Buffer;
  caller: Caller;
  /** Set for an item of a batch. */
  inBatch?: true;
}

/** What is answered; headers that are undefined are not sent. */
export interface Answer {
  status: number;
  headers?: Record<string, string | undefined>;
  body?: Buffer | string;
}

/** A header of a call as one text. */
export function header(call: Call, name: string): string | undefined {
  const value = call.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

/** A header of a call that must be there. Throws MissingRequiredHeader. */
export function neededHeader(call: Call, name: string): string {
  const value = header(call, name);
  if (value === undefined) throw new StorageError('MissingRequiredHeader');
  return value;
}

/** The metadata that a call carries, names in the case they came in; undefined when there is none. */
export function metadataOf({ rawHeaders }: Call): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length > 10 && name.slice(0, 10).toLowerCase() === 'x-ms-meta-') {
      found[name.slice(10)] = rawHeaders[at + 1] ?? '';
    }
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

/** The parts of a path-style URL, decoded. Throws InvalidUri. */
export function placeOf(target: string): { account: string; container?: string; blob?: string; query: string } {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const [, account = '', container = '', ...rest] = path.split('/');
  try {
    return {
      account: decodeURIComponent(account),
      container: container === '' ? undefined : decodeURIComponent(container),
      blob: rest.length === 0 || rest.join('/') === '' ? undefined : decodeURIComponent(rest.join('/')),
      query: mark < 0 ? '' : target.slice(mark + 1),
    };
  } catch {
    throw new StorageError('InvalidUri');
  }
}
