import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file as a whole: after a crash it holds the old text or the new one, never a part. Owner only. */
export function writeWholeFile(file: string, text: string): void {
  const temporary = `${file}.tmp`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, file);
}
