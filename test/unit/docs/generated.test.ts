import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { code, fill, table } from '../../../tools/docs/markdown';
import { project } from './markdown-files';

describe('generated pages', () => {
  // As a process, because Prettier loads its parsers in a way that jest's modules don't know.
  it('are what the built code would write now', () => {
    const run = spawnSync(process.execPath, [join(project, 'dist/tools/docs/main.js'), '--check'], {
      encoding: 'utf8',
    });
    expect({ status: run.status, output: run.stdout + run.stderr }).toEqual({ status: 0, output: '' });
  });
});

describe('the Markdown that is written', () => {
  it('keeps bars and line breaks out of the structure of a table', () => {
    expect(table(['A'], [['x | y\n  z']])).toBe('| A |\n| --- |\n| x \\| y z |');
  });

  it('fills only what stands between its markers', () => {
    const page = 'a\n<!-- generated:x -->\nold\n<!-- /generated:x -->\nb';
    expect(fill(page, 'x', 'new')).toBe('a\n<!-- generated:x -->\n\nnew\n\n<!-- /generated:x -->\nb');
  });

  it('refuses a page without the markers', () => {
    expect(() => fill('a', 'x', 'new')).toThrow('generated part "x"');
  });

  it('shows nothing as nothing', () => {
    expect([code('a'), code(undefined), code('')]).toEqual(['`a`', '', '']);
  });
});
