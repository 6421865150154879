import * as fc from 'fast-check';
import { apart, clashesOf, compared } from '../../../../src/requests/package/distinct-paths';
import { filePath } from '../../../../src/requests/package/package-files';
import { hostileText } from '../../../hostile';

const item = { type: 'job', name: 'j', ref: '0123456789abcdef' };
const range = { account: 'a', container: 'c', path: 'x/' };

/** The paths in a package of blobs with these names. */
function pathsOf(names: readonly string[]): string[] {
  const plain = names.map((name) => filePath(item, { name: `x/${name}` }, range));
  const clashes = clashesOf(plain);
  return plain.map((path, at) => apart(path, clashes, names[at] ?? ''));
}

/** What is wrong with a set of paths on a file system without case: two in one place, or a file where a folder is. */
function collisions(paths: readonly string[]): string[] {
  const files = paths.map((path) => path.normalize('NFD').toLowerCase());
  const folders = files.flatMap((file) => file.split('/').map((_, at, parts) => parts.slice(0, at).join('/')));
  return files.filter((file, at) => files.indexOf(file) !== at || folders.includes(file));
}

describe('the paths of an item', () => {
  it('meet on no file system, whatever its blobs are called', () => {
    const part = fc.oneof(
      fc.constantFrom('a', 'A', 'ä', 'Ä', 'a\u0308', 'ss', 'ß', 'b.txt', 'B.TXT', 'x~1'),
      hostileText,
    );
    const name = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 12 }), (names) => {
        expect(collisions(pathsOf(names))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('stay as they are where nothing clashes, in whatever order they come', () => {
    const names = ['a.txt', 'b/a.txt', 'B/c.txt', 'd'];
    expect(pathsOf(names).map((path) => path.split('/').slice(4).join('/'))).toEqual(names);
    const clashing = ['a.txt', 'A.txt', 'd', 'd/e'];
    expect(pathsOf(clashing).sort()).toEqual(pathsOf([...clashing].reverse()).sort());
  });

  it('get a piece of a hash before their ending where they clash', () => {
    const [small, large, file, below] = pathsOf(['a.txt', 'A.txt', 'd', 'D/e']);
    expect(small).toMatch(/\/a~[0-9a-f]{16}\.txt$/);
    expect(large).toMatch(/\/A~[0-9a-f]{16}\.txt$/);
    expect(small).not.toBe(large);
    expect(file).toMatch(/\/d~[0-9a-f]{16}$/);
    expect(below).toMatch(/\/D\/e$/);
  });

  it('keep apart names that somebody made to have one hash', () => {
    // The path is all that safeSegment leaves of a name; here it is the same.
    const [path = ''] = pathsOf(['q']);
    const clashes = clashesOf([path, path]);
    expect(apart(path, clashes, 'one')).not.toBe(apart(path, clashes, 'two'));
  });

  it('are compared as Windows and macOS do', () => {
    for (const [a, b] of [
      ['A', 'a'],
      ['é', 'e\u0301'],
      ['K', 'k'],
      ['ſ', 's'],
      ['ß', 'SS'],
    ] as const)
      expect(compared(a)).toBe(compared(b));
    expect(compared('a')).not.toBe(compared('ä'));
  });
});
