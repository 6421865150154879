import { adminGet, type AdminAccess } from './admin-get';
import { sortBy } from './sort';

/** A file or directory of a file share, or of one of its snapshots. */
export interface ListedFile {
  account: string;
  share: string;
  /** Instant of the snapshot. */
  snapshot?: string;
  /** With a trailing slash for directories. */
  path: string;
  size: number;
  etag: string;
  /** Hex; of files. */
  md5?: string;
}

/** Everything in every file share, by the admin route of the emulator. */
export async function listFiles(options: AdminAccess): Promise<ListedFile[]> {
  const { files } = (await adminGet('/_emulator/files', options)) as { files: ListedFile[] };
  return sortBy(files, (file) => JSON.stringify([file.account, file.share, file.path, file.snapshot ?? '']));
}
