import type { FileShares } from '../files/file-shares';
import { snapshotName } from '../files/service-operations';
import { bytesOf } from './defaults';
import type { SeedShare } from './seed-file';

/** When seeded files were written; what is added to a running emulator is newer. */
const SEEDED = new Date('2024-01-08T09:00:00Z');

/** Makes the shares of a plan with their files; files that are there already get the new content and a new etag. */
export function writeShares(shares: readonly SeedShare[], files: FileShares, at: Date = SEEDED): void {
  for (const { account, share, files: contents = {}, snapshots = [], openHandles = [] } of shares) {
    files.makeShare(account, share, at);
    for (const [path, content] of Object.entries(contents)) {
      files.writeFile(account, share, path, bytesOf(content), at);
    }
    for (const snapshot of snapshots) files.takeSnapshot(account, share, snapshotName(new Date(snapshot)));
    const made = files.share(account, share);
    if (made === undefined) continue;
    for (const path of openHandles) files.setHandles(made, path.split('/').filter(Boolean), ['1']);
  }
}
