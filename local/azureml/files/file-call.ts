import type { DeletedShare } from './deleted-shares';
import { FileError } from './file-error';
import type { FileShares, Share } from './file-shares';

/** A call of the file service, taken apart. */
export interface FileCall {
  method: string;
  account: string;
  /** Undefined for calls that are about the whole account. */
  shareName?: string;
  /** Names from the share's root down; empty for the root. */
  path: string[];
  /** Query by name in lower case. */
  query: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
  /** URL of the account, with a slash at its end. */
  endpoint: string;
  files: FileShares;
  /** Those of the account. */
  deletedShares: readonly DeletedShare[];
  now: Date;
}

/** What is sent back. */
export interface FileAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Takes `/<account>/<share>/<path…>` apart. Names come percent-encoded; a slash can't be in one. */
export function parsePlace(pathname: string, keepsDots: boolean): Pick<FileCall, 'account' | 'shareName' | 'path'> {
  const [account = '', shareName, ...rest] = pathname.split('/').slice(2);
  const names = rest.filter((name) => name !== '').map((name) => decode(name));
  // Azure docs (x-ms-allow-trailing-dot): without the header the dots at the end of names are cut off.
  const path = keepsDots ? names : names.map((name) => name.replace(/\.+$/, ''));
  return { account, shareName: shareName === undefined || shareName === '' ? undefined : decode(shareName), path };
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    const fact = 'Names in URLs are percent-encoded UTF-8 (Azure docs: naming of shares, directories and files).';
    throw new FileError(400, 'InvalidUri', 'The requested URI does not represent any resource on the server.', fact);
  }
}

/** A header as one text. */
export function headerOf(call: FileCall, name: string): string | undefined {
  const value = call.headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

/** The share of a call, or the snapshot of it that the query names. */
export function shareOf(call: FileCall): Share {
  const found = call.files.share(call.account, call.shareName ?? '', call.query.sharesnapshot);
  if (found) return found;
  const fact = 'A share or share snapshot that does not exist answers 404 (Azure docs: Azure Files error codes).';
  throw new FileError(404, 'ShareNotFound', 'The specified share does not exist.', fact);
}

/** The share of a call that changes something: snapshots are read-only. */
export function writableShareOf(call: FileCall): Share {
  const share = shareOf(call);
  if (share.snapshot === undefined) return share;
  const fact = 'Share snapshots are read-only (Azure docs: overview of share snapshots).';
  throw new FileError(400, 'InvalidQueryParameterValue', 'A share snapshot cannot be changed.', fact);
}
