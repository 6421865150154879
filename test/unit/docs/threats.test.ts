import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from './markdown-files';

const root = join(__dirname, '../../..');

/** Rows of the table of threats, as cells. */
function threats(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => /^\| [STRIDE] +\|/.test(line))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
}

/** What is wrong with the tests that a cell names: `path` › title, one after the other. */
function wrongTests(cell: string): string[] {
  const named = [...cell.matchAll(/`([^`]+)` › ([^<]+)/g)];
  if (named.length === 0) return ['it names no test'];
  return named.flatMap(([, path = '', title = '']) => {
    const file = join(root, path);
    if (!path.endsWith('.test.ts') || !existsSync(file)) return [`${path} is no test file`];
    const quoted = ["'", '"', '`'].map((quote) => `${quote}${title.trim()}${quote}`);
    const source = readFileSync(file, 'utf8');
    const isTitle = source.split('\n').some((line) => quoted.some((each) => line.includes(`(${each}`)));
    return isTitle ? [] : [`${path} has no test "${title.trim()}"`];
  });
}

describe('the threat model', () => {
  const rows = threats(textOf('docs/security.md'));

  it('has threats of every kind', () => {
    expect([...new Set(rows.map(([, kind]) => kind))].sort()).toEqual([...'DEIRST']);
  });

  it('names for each threat a control, a test that exists, and what is left', () => {
    expect(rows.flatMap(([, , , , tests = '']) => wrongTests(tests))).toEqual([]);
    expect(rows.filter((cells) => cells.length !== 7 || cells.slice(2, 6).includes(''))).toEqual([]);
  });

  it('would say so of one that does not', () => {
    const here = 'test/unit/docs/threats.test.ts';
    expect(wrongTests(`\`${here}\` › would say so of one that does not`)).toEqual([]);
    expect(wrongTests(`\`${here}\` › something else`)).toEqual([`${here} has no test "something else"`]);
    expect(wrongTests('`test/unit/gone.test.ts` › x')).toEqual(['test/unit/gone.test.ts is no test file']);
    expect(wrongTests('by review')).toEqual(['it names no test']);
  });
});
