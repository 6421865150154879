import { createHash } from 'node:crypto';
import type { FileShares } from './file-shares';
import { walk } from './tree';

/** One line of the listing that checks use. */
export interface ListedEntry {
  account: string;
  share: string;
  snapshot?: string;
  /** With a trailing slash for directories. */
  path: string;
  size: number;
  etag: string;
  /** Hex; of files. */
  md5?: string;
}

/** Everything that lies in any share or snapshot, in no particular order. */
export function listEntries(files: FileShares): ListedEntry[] {
  return files.all().flatMap(({ account, name, snapshot, root }) =>
    [...walk(root)].map(({ path, node }): ListedEntry => {
      const { size, etag, kind } = node;
      const common = { account, share: name, snapshot, size, etag };
      if (kind === 'directory') return { ...common, path: `${path.join('/')}/` };
      return { ...common, path: path.join('/'), md5: createHash('md5').update(files.read(node)).digest('hex') };
    }),
  );
}
