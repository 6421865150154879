import * as fc from 'fast-check';
import { Html, html, humanBytes, page } from '../../../../src/requests/html';
import { hostileText } from '../../../hostile';

describe('html', () => {
  it('escapes every value, in text and in attributes', () => {
    fc.assert(
      fc.property(hostileText, (value) => {
        const text = html`<a title="${value}">${value}</a>`.text;
        const inner = text.slice('<a title="'.length, -'</a>'.length);
        expect(inner.replace(/">/, '')).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      }),
      { numRuns: 1_000 },
    );
    expect(html`${`<script>'&"`}`.text).toBe('&lt;script&gt;&#39;&amp;&quot;');
  });

  it('shows what can not be seen, or turns the direction of writing', () => {
    fc.assert(
      fc.property(hostileText, (value) => {
        expect(html`${value}`.text).not.toMatch(/[^\P{Cc}\t\n\r]|\r(?!\n)|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
    expect(html`${'cod\u202egpj.exe\u0000\u{e0041}'}`.text).toBe('cod\\u202egpj.exe\\u0000\\udb40\\udc41');
    expect(html`${'two\n\tlines, Ünï 数据 é'}`.text).toBe('two\n\tlines, Ünï 数据 é');
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
