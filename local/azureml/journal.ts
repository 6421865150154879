import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';

/**
 * An append-only file of JSON lines. Each append is one write to the operating system before the caller goes on,
 * so what was answered to a client survives `kill -9` of the process. A torn last line is dropped when reading.
 */
export class Journal<Entry> {
  private constructor(
    private readonly file: string,
    private handle: number,
  ) {}

  /** Opens (or makes) the file and returns what it holds. Throws when a line other than the last is damaged. */
  static open<Entry>(file: string): { journal: Journal<Entry>; entries: Entry[] } {
    const entries = existsSync(file) ? parseLines<Entry>(readFileSync(file, 'utf8'), file) : [];
    writeWhole(file, entries);
    return { journal: new Journal<Entry>(file, openSync(file, 'a')), entries };
  }

  /** Appends entries as one write. */
  append(entries: readonly Entry[]): void {
    if (entries.length > 0) writeSync(this.handle, linesOf(entries));
  }

  /** Replaces the whole content, atomically. */
  rewrite(entries: readonly Entry[]): void {
    closeSync(this.handle);
    writeWhole(this.file, entries);
    this.handle = openSync(this.file, 'a');
  }

  close(): void {
    fsyncSync(this.handle);
    closeSync(this.handle);
  }
}

function linesOf(entries: readonly unknown[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

function writeWhole(file: string, entries: readonly unknown[]): void {
  writeFileSync(`${file}.new`, linesOf(entries));
  renameSync(`${file}.new`, file);
}

function parseLines<Entry>(text: string, file: string): Entry[] {
  const lines = text.split('\n');
  // A complete line ends with a newline, so the last part is empty or was torn by a crash.
  lines.pop();
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as Entry;
    } catch (error) {
      throw new Error(`${file}, line ${index + 1} is damaged. Delete the state folder to start over.`, {
        cause: error,
      });
    }
  });
}
