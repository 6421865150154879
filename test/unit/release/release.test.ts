import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { notesOf } from '../../../tools/release/changelog';
import { zipFolder } from '../../../tools/release/zip-folder';

describe('notes of a release', () => {
  const changelog =
    '# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2027-01-02\n\n### Added\n\n- One.\n\n## [1.0.0]\n\n- Two.\n';

  it('are the section of its version', () => {
    expect(notesOf(changelog, '1.1.0')).toBe('### Added\n\n- One.\n');
    expect(notesOf(changelog, '1.0.0')).toBe('- Two.\n');
  });

  it('must be there', () => {
    expect(() => notesOf(changelog, '1.1')).toThrow('has no section "## [1.1]"');
    expect(() => notesOf(changelog, 'Unreleased')).toThrow('says nothing of Unreleased');
  });

  it('would be found in the real changelog', () => {
    const real = readFileSync(join(__dirname, '../../../CHANGELOG.md'), 'utf8');
    expect(notesOf(real.replace('## [Unreleased]', '## [0.1.0] - 2027-01-02'), '0.1.0')).toContain('### Added');
  });
});

describe('the zip file of a release', () => {
  const dir = mkdtempSync(join(tmpdir(), 'release-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  /** A folder with these files, made in this order, at that time. */
  function folder(name: string, files: readonly [string, string][], time: Date): string {
    for (const [file, content] of files) {
      mkdirSync(join(dir, name, file, '..'), { recursive: true });
      writeFileSync(join(dir, name, file), content);
      utimesSync(join(dir, name, file), time, time);
    }
    return join(dir, name);
  }

  it('is the same for the same files, and another for others', async () => {
    const files: [string, string][] = [
      ['index.js', 'app'],
      ['deep/below/b.json', '{}'],
    ];
    const one = await zipFolder(folder('one', files, new Date('2026-01-01')));
    const two = await zipFolder(folder('two', files.toReversed(), new Date('2027-06-30')));
    const other = await zipFolder(folder('other', [...files, ['more.txt', '']], new Date('2026-01-01')));
    expect(two.equals(one)).toBe(true);
    expect(other.equals(one)).toBe(false);
    expect(one.includes('deep/below/b.json')).toBe(true);
  });
});
