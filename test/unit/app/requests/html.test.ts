import * as fc from 'fast-check';
import { Html, html, humanBytes, page } from '../../../../src/requests/html';
import { packageReadme } from '../../../../src/requests/package-readme';
import type { PackageFile } from '../../../../src/requests/package-files';

describe('html', () => {
  it('escapes every value, in text and in attributes', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const text = html`<a title="${value}">${value}</a>`.text;
        const inner = text.slice('<a title="'.length, -'</a>'.length);
        expect(inner.replace(/">/, '')).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
    expect(html`${`<script>'&"`}`.text).toBe('&lt;script&gt;&#39;&amp;&quot;');
  });

  it('takes markup as it is, lists in order, and nothing for nothing', () => {
    const rows = ['<', '>'].map((each) => html`<b>${each}</b>`);
    expect(html`${rows}${undefined}${null}${false}${0}`.text).toBe('<b>&lt;</b><b>&gt;</b>0');
    expect(html`${{ a: '<' }}`.text).toBe('{&quot;a&quot;:&quot;&lt;&quot;}');
  });

  it('is not fooled by an object that looks like markup', () => {
    expect(html`${{ text: '<script>' }}`.text).not.toContain('<script>');
  });
});

describe('page', () => {
  it('needs nothing from outside and runs no script', () => {
    const text = page('<T>', new Html('<p>x</p>'));
    expect(text).toContain('<title>&lt;T&gt;</title>');
    expect(text).toContain(`default-src 'none'`);
    expect(text).not.toMatch(/<script|<link|src=|https?:|url\(|@import/);
  });
});

describe('humanBytes', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1_000, '1.0 kB'],
    [999_949, '999.9 kB'],
    [999_999, '1.0 MB'],
    [1_500_000_000, '1.5 GB'],
    [2e15, '2000.0 TB'],
  ])('%s is %s', (bytes, text) => expect(humanBytes(bytes)).toBe(text));
});

describe('packageReadme', () => {
  async function* files(...all: Partial<PackageFile>[]): AsyncGenerator<PackageFile> {
    for (const each of all) {
      await Promise.resolve();
      yield { path: 'p', blob: 'b', size: 1, sha256: 's', source: 'x', ref: 'r', type: 'job', at: 't', ...each };
    }
  }

  it('lists files by type, with links that work and sums that are right', async () => {
    const text = await packageReadme(
      'r<1>',
      '2026-01-01',
      files({ path: 'files/a b#1?.txt', size: 1_000 }, { type: 'model', path: 'm' }, { size: 500 }),
    );
    expect(text).toContain('href="files/a%20b%231%3F.txt"');
    expect(text).toMatch(/2 files,\s+1\.5 kB/);
    expect(text).toContain('r&lt;1&gt;');
    expect(text).not.toContain('Nothing was found');
  });

  it('says when there is nothing', async () => {
    expect(await packageReadme('r', 't', files())).toContain('Nothing was found');
  });

  it('lists the first two thousand of a type and says that there are more', async () => {
    const text = await packageReadme(
      'r',
      't',
      files(...Array.from({ length: 2_001 }, (_, at) => ({ path: `p${at}` }))),
    );
    expect(text).toMatch(/2001 files/);
    expect(text).toContain('The first 2000; manifest.json has all.');
    expect(text.match(/<a href/g)).toHaveLength(2_000);
  });
});
