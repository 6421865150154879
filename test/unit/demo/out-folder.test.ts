import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markerName, prepareOutFolder } from '../../../local/demo/out-folder';
import { UserError } from '../../../local/demo/user-error';

describe('the folder of the results', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'out-'))));
  afterEach(() => rmSync(dir, { recursive: true }));

  it('is made, with its parents, and marked', async () => {
    await prepareOutFolder(join(dir, 'a/b'));
    expect(readdirSync(join(dir, 'a/b'))).toEqual([markerName]);
  });

  it('is emptied when a demo made it', async () => {
    await prepareOutFolder(dir);
    mkdirSync(join(dir, 'package'));
    writeFileSync(join(dir, 'package/old.txt'), 'old');
    await prepareOutFolder(dir);
    expect(readdirSync(dir)).toEqual([markerName]);
  });

  it('is refused and left alone when it holds other files', async () => {
    writeFileSync(join(dir, 'thesis.tex'), 'years of work');
    await expect(prepareOutFolder(dir)).rejects.toThrow(UserError);
    expect(existsSync(join(dir, 'thesis.tex'))).toBe(true);
  });

  it('is refused when it is a file', async () => {
    writeFileSync(join(dir, 'file'), '');
    await expect(prepareOutFolder(join(dir, 'file'))).rejects.toThrow(UserError);
  });
});
