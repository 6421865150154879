import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Contents of files, each in a file of its own that is named by a random id. */
export class Contents {
  /** Opens the contents in a folder, which is made when missing. */
  constructor(private readonly dir: string) {
    mkdirSync(dir, { recursive: true });
  }

  /** Keeps bytes and returns their id; nothing is kept of no bytes. */
  add(bytes: Buffer): string | undefined {
    if (bytes.length === 0) return undefined;
    const id = randomUUID();
    writeFileSync(join(this.dir, id), bytes);
    return id;
  }

  read(id: string | undefined): Buffer {
    return id === undefined ? Buffer.alloc(0) : readFileSync(join(this.dir, id));
  }

  /** Replaces bytes from a position on. */
  overwrite(id: string, from: number, bytes: Buffer): void {
    const handle = openSync(join(this.dir, id), 'r+');
    writeSync(handle, bytes, 0, bytes.length, from);
    closeSync(handle);
  }

  remove(id: string | undefined): void {
    if (id !== undefined) rmSync(join(this.dir, id), { force: true });
  }

  clear(): void {
    rmSync(this.dir, { recursive: true, force: true });
    mkdirSync(this.dir);
  }
}
