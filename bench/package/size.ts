import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';

/** How large a deployment is. */
export interface Size {
  files: number;
  megabytes: number;
  /** Of all files deflated one by one, as in a zip file. */
  zippedMegabytes: number;
}

/** Sizes of these folders together, with all below them but other packages. */
export function sizeOf(folders: readonly string[]): Size {
  const files = folders.flatMap(filesIn);
  let bytes = 0;
  let zipped = 0;
  for (const file of files) {
    const content = readFileSync(file);
    bytes += content.length;
    zipped += deflateRawSync(content).length;
  }
  return { files: files.length, megabytes: bytes / 1e6, zippedMegabytes: zipped / 1e6 };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}

/** The folders of all packages that production needs, as package-lock.json has them. */
export function productionPackages(root: string): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean }>;
  };
  return Object.entries(packages)
    .filter(([folder, { dev, optional }]) => folder !== '' && !dev && !optional)
    .map(([folder]) => join(root, folder));
}
