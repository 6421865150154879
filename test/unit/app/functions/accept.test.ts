import { wantsHtml } from '../../../../src/functions/accept';

describe('wantsHtml', () => {
  it.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
    ['TEXT/HTML', true],
    ['text/*', true],
    ['application/json;q=0.5, text/html', true],
    ['application/json, text/html;q=0.1', false],
    ['text/html;q=0', false],
    ['text/html;q=much', false],
    ['text/htmlx', false],
    ['*/*', false],
    ['application/json', false],
    ['', false],
    [null, false],
  ])('%s: %s', (accept, expected) => expect(wantsHtml(accept)).toBe(expected));
});
