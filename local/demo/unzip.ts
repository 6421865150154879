import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { open, type Entry, type ZipFile } from 'yauzl';

/**
 * Unpacks a ZIP file into a folder and returns how many files it held. Throws when an entry would lie outside of the
 * folder or exists already. Every entry becomes a plain file, so none can be a symbolic link that others go through.
 */
export async function unzip(file: string, dir: string): Promise<number> {
  const root = resolve(dir);
  await mkdir(root, { recursive: true });
  const zip = await new Promise<ZipFile>((done, fail) =>
    open(file, { lazyEntries: true, autoClose: false }, (error, opened) => (error ? fail(error) : done(opened))),
  );
  try {
    return await new Promise<number>((done, fail) => {
      let files = 0;
      zip.on('error', fail);
      zip.on('end', () => done(files));
      zip.on('entry', (entry: Entry) => {
        extract(zip, entry, root).then((written) => {
          files += written ? 1 : 0;
          zip.readEntry();
        }, fail);
      });
      zip.readEntry();
    });
  } finally {
    zip.close();
  }
}

async function extract(zip: ZipFile, entry: Entry, root: string): Promise<boolean> {
  const path = resolve(root, entry.fileName);
  if (!path.startsWith(root + sep))
    throw new Error(`The package has an entry outside of its folder: ${entry.fileName}`);
  if (entry.fileName.endsWith('/')) {
    await mkdir(path, { recursive: true });
    return false;
  }
  await mkdir(dirname(path), { recursive: true });
  const content = await new Promise<Readable>((done, fail) =>
    zip.openReadStream(entry, (error, stream) => (error ? fail(error) : done(stream))),
  );
  await pipeline(content, createWriteStream(path, { flags: 'wx' }));
  return true;
}
