import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/**
 * A folder with all below it as a zip file: the same files give the same bytes, whenever and in whatever order they were
 * written.
 */
export async function zipFolder(folder: string): Promise<Buffer> {
  const zip = new ZipFile();
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
  // The first date that a zip file can have, in local time, because that is how it is kept.
  const options = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, mode: 0o100644 };
  for (const name of names) zip.addBuffer(readFileSync(join(folder, name)), name, options);
  zip.end();
  return await buffer(zip.outputStream);
}
