import { createHash } from 'node:crypto';

/** A path as file systems compare it that know no case and compose letters (Windows, macOS). */
export function compared(path: string): string {
  // Three steps: the capital sharp s becomes the small one, which becomes two letters.
  return path.normalize('NFC').toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}

/**
 * Which of some paths can't be there beside the others on every file system: those that differ in case or composition
 * alone, and files where others have a folder. In their `compared` form.
 */
export function clashesOf(paths: Iterable<string>): ReadonlySet<string> {
  const files = new Set<string>();
  const folders = new Set<string>();
  const clashes = new Set<string>();
  for (const path of paths) {
    const file = compared(path);
    if (files.has(file)) clashes.add(file);
    files.add(file);
    let folder = above(file);
    for (; folder !== '' && !folders.has(folder); folder = above(folder)) folders.add(folder);
  }
  for (const folder of folders) if (files.has(folder)) clashes.add(folder);
  return clashes;
}

function above(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/**
 * The path of a file, with a piece of the hash of `id` before its ending where others would meet it. It is longer than
 * the one of `safeSegment`, so that no name has it already.
 */
export function apart(path: string, clashes: ReadonlySet<string>, id: string): string {
  if (!clashes.has(compared(path))) return path;
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 16);
  return path.replace(/(\.[A-Za-z0-9]{1,8})?$/, (ending) => `~${hash}${ending}`);
}
