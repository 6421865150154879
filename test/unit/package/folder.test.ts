import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtApp } from '../../../local/system/built-app';
import { writeFolder } from '../../../tools/package/write-folder';

describe('the folder of the built app', () => {
  let dist: string;
  let app: string;
  beforeEach(() => {
    dist = mkdtempSync(join(tmpdir(), 'folder-test-'));
    app = join(dist, 'app');
    mkdirSync(join(dist, 'src/config'), { recursive: true });
    writeFileSync(join(dist, 'src/config/settings.js'), '');
  });
  afterEach(() => rmSync(dist, { recursive: true }));

  const write = (files: Record<string, string>) =>
    writeFolder(app, new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)])));

  it('holds what was written last and nothing else; what is right already stays the same file', () => {
    write({ 'index.js': 'one', 'host.json': '{}', old: '' });
    mkdirSync(join(app, 'folder'));
    const before = statSync(join(app, 'host.json')).ino;
    write({ 'index.js': 'two', 'host.json': '{}' });
    expect(readdirSync(app).sort()).toEqual(['host.json', 'index.js']);
    expect(readFileSync(join(app, 'index.js'), 'utf8')).toBe('two');
    expect(statSync(join(app, 'host.json')).ino).toBe(before);
    expect(readdirSync(dist).sort()).toEqual(['app', 'src']);
  });

  it('is not started from when it is missing, or older than the compiled code', () => {
    expect(() => builtApp(dist)).toThrow(/^The app is not in .*: run npm run build\.$/);
    write({ 'index.js': 'one' });
    expect(builtApp(dist)).toBe(app);
    const later = new Date(Date.now() + 1_000);
    utimesSync(join(dist, 'src/config/settings.js'), later, later);
    expect(() => builtApp(dist)).toThrow(/is older than its code: run npm run build\.$/);
    utimesSync(join(dist, 'src/config/settings.js'), 0, 0);
    expect(builtApp(dist)).toBe(app);
  });
});
