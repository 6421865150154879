import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * Makes a folder hold exactly these files. What is right already stays untouched, and nothing is ever half written: an
 * app that was loaded from there may be running. All files are dated now, so that the folder is newer than its sources.
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (!files.has(name)) rmSync(join(folder, name), { recursive: true });
  }
  const now = new Date();
  for (const [name, content] of files) {
    const path = join(folder, name);
    if (!existsSync(path) || !readFileSync(path).equals(content)) {
      const beside = `${folder}.${process.pid}.tmp`;
      writeFileSync(beside, content);
      renameSync(beside, path);
    }
    utimesSync(path, now, now);
  }
}
