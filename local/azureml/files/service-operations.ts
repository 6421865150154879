import type { FileAnswer, FileCall } from './file-call';
import { headerOf, shareOf, writableShareOf } from './file-call';
import { FileError, unsupported } from './file-error';
import type { Share } from './file-shares';
import { sharePage } from './xml';

/** The most that one page of shares holds. */
const pageLimit = 50;

/** Calls about an account: only its list of shares. */
export function ofAccount(call: FileCall): FileAnswer {
  if (call.method !== 'GET' || call.query.comp !== 'list') throw unsupported('this call of the file service');
  const include = (call.query.include ?? '').split(',');
  const prefix = call.query.prefix ?? '';
  const shares = call.files
    .ofAccount(call.account)
    .filter(
      (share) => share.name.startsWith(prefix) && (share.snapshot === undefined || include.includes('snapshots')),
    );
  const limit = Math.min(pageLimit, Number(call.query.maxresults ?? pageLimit));
  const from = call.query.marker ? shares.findIndex((share) => markerOf(share) === call.query.marker) : 0;
  const rest = from < 0 ? [] : shares.slice(from);
  const next = rest[limit];
  // On the last page: their order among the others is not documented.
  const deleted =
    include.includes('deleted') && !next ? call.deletedShares.filter(({ name }) => name.startsWith(prefix)) : [];
  const body = sharePage(call.endpoint, { shares: rest.slice(0, limit), deleted, next: next ? markerOf(next) : '' });
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

function markerOf(share: Share): string {
  return Buffer.from(`${share.name}\n${share.snapshot ?? ''}`).toString('base64url');
}

/** Calls about a share: make, look at, snapshot, delete. */
export function ofShare(call: FileCall): FileAnswer {
  const { method, query, files, account, shareName = '' } = call;
  if (method === 'PUT' && query.comp === undefined) return make(call);
  if (method === 'PUT' && query.comp === 'snapshot') {
    const share = writableShareOf(call);
    const snapshot = snapshotName(call.now);
    files.takeSnapshot(account, share.name, snapshot);
    return { status: 201, headers: { ...factsOf(share), 'x-ms-snapshot': snapshot } };
  }
  if ((method === 'GET' || method === 'HEAD') && query.comp === undefined) {
    return { status: 200, headers: { ...factsOf(shareOf(call)), 'x-ms-share-quota': '102400' } };
  }
  if (method === 'DELETE') {
    const share = shareOf(call);
    const snapshots = share.snapshot === undefined ? files.snapshotsOf(account, shareName) : [];
    if (snapshots.length > 0 && headerOf(call, 'x-ms-delete-snapshots') === undefined) {
      const fact = 'A share with snapshots is deleted only together with them (Azure docs: Delete Share).';
      throw new FileError(409, 'ShareHasSnapshots', 'The share has snapshots and the operation needs none.', fact);
    }
    files.dropShare(account, share.name, share.snapshot);
    return { status: 202 };
  }
  throw unsupported('this call on a share');
}

function make({ files, account, shareName = '', now }: FileCall): FileAnswer {
  if (!/^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(shareName)) {
    const fact = 'Share names are 3 to 63 lower-case letters, digits and single dashes (Azure docs: naming).';
    throw new FileError(400, 'InvalidResourceName', 'The specified resource name contains invalid characters.', fact);
  }
  if (files.share(account, shareName)) {
    const fact = 'Making a share that exists answers 409 (Azure docs: Create Share).';
    throw new FileError(409, 'ShareAlreadyExists', 'The specified share already exists.', fact);
  }
  files.makeShare(account, shareName, now);
  return { status: 201 };
}

function factsOf({ root }: Share): Record<string, string> {
  return { etag: `"${root.etag}"`, 'last-modified': new Date(root.modifiedAt).toUTCString() };
}

/** Snapshots are named by their instant with seven digits of a second. */
export function snapshotName(at: Date): string {
  return at.toISOString().replace('Z', '0000Z');
}
