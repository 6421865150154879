import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { unzip } from '../../../local/demo/unzip';

describe('unzip', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'unzip-'))));
  afterEach(() => rmSync(dir, { recursive: true }));

  async function zipOf(entries: Record<string, string>): Promise<string> {
    const zip = new ZipFile();
    for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name);
    zip.end();
    const file = join(dir, 'made.zip');
    await pipeline(zip.outputStream, createWriteStream(file));
    return file;
  }

  /** Writes another name of the same length over a name, as no honest writer of ZIP files would. */
  function rename(file: string, from: string, to: string): void {
    writeFileSync(file, Buffer.from(readFileSync(file, 'latin1').replaceAll(from, to), 'latin1'));
  }

  it('writes every file and counts them', async () => {
    const file = await zipOf({ 'README.html': 'hello', 'files/Zoë/ü.txt': 'x', 'empty.bin': '' });
    expect(await unzip(file, join(dir, 'out'))).toBe(3);
    expect(readFileSync(join(dir, 'out/files/Zoë/ü.txt'), 'utf8')).toBe('x');
    expect(readFileSync(join(dir, 'out/empty.bin'))).toHaveLength(0);
  });

  it.each([
    ['aa/evil.txt', '../evil.txt'],
    ['a/bb/cc/evil.txt', 'a/../../evil.txt'],
    ['aevil.txt', '/evil.txt'],
    ['aa/evil.txt', '..\\evil.txt'],
  ])('refuses an entry that leaves the folder (%s as %s)', async (from, to) => {
    const file = await zipOf({ [from]: 'evil' });
    rename(file, from, to);
    await expect(unzip(file, join(dir, 'out'))).rejects.toThrow();
    expect(existsSync(join(dir, 'evil.txt'))).toBe(false);
    expect(existsSync(join(dir, 'out/evil.txt'))).toBe(false);
  });

  it('refuses to write a file twice', async () => {
    const file = await zipOf({ 'a.txt': 'one', 'b.txt': 'two' });
    rename(file, 'b.txt', 'a.txt');
    await expect(unzip(file, join(dir, 'out'))).rejects.toThrow('EEXIST');
    expect(readFileSync(join(dir, 'out/a.txt'), 'utf8')).toBe('one');
  });

  it('refuses what is no ZIP file', async () => {
    writeFileSync(join(dir, 'text.zip'), 'no zip at all');
    await expect(unzip(join(dir, 'text.zip'), join(dir, 'out'))).rejects.toThrow();
  });
});
