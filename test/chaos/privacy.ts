import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListedBlob } from '../../local/listing/listed-blob';

/** Files below a folder whose name or bytes hold one of the texts, in UTF-8 or UTF-16. The host must be stopped. */
export async function filesThatName(folder: string, texts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = await readFile(file);
    for (const text of texts)
      if (bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')) || entry.name.includes(text))
        found.push(`${file}: ${text}`);
  }
  return found;
}

/** Names of blobs that hold one of the texts. */
export function blobsThatName(blobs: readonly ListedBlob[], texts: readonly string[]): string[] {
  return blobs.flatMap(({ container, path }) =>
    texts
      .filter((text) => path.toLowerCase().includes(text.toLowerCase()))
      .map((text) => `${container}/${path}: ${text}`),
  );
}
