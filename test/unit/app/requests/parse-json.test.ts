import * as fc from 'fast-check';
import { RequestError } from '../../../../src/errors';
import { parseJson } from '../../../../src/requests/parse-json';

const read = (text: string) => parseJson(Buffer.from(text));
function refusal(bytes: Uint8Array): RequestError {
  try {
    parseJson(bytes);
  } catch (thrown) {
    if (thrown instanceof RequestError) return thrown;
    throw thrown;
  }
  throw new Error('accepted');
}

describe('parseJson', () => {
  it('reads what JSON.parse reads, when no key is given twice', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(read(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('takes a mark of the byte order, which some editors write', () => {
    expect(read('\ufeff{"a":1}')).toEqual({ a: 1 });
  });

  it.each([
    ['nothing', Buffer.from('')],
    ['something after the end', Buffer.from('{} {}')],
    ['NaN', Buffer.from('{"a":NaN}')],
    ['Latin-1', Buffer.from('{"a":"Jürgen"}', 'latin1')],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
    ['half a character', Buffer.from('7b2261223a22c3227d', 'hex')],
  ])('refuses %s', (_, bytes) => expect(refusal(bytes).code).toBe('invalid_json'));

  it('refuses keys that are given twice, however they are written, and says where', () => {
    const text =
      '{"scope": {"filter": 1, "f\\u0069lter": 2}, "list": [{}, {"a": ",{\\"a\\":[", "a": 1}], "x": {"scope": 1}, "scope": {}}';
    const { code, faults } = refusal(Buffer.from(text));
    expect(code).toBe('invalid_json');
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/scope/filter', '/list/1/a', '/scope']);
    expect(refusal(Buffer.from('{"__proto__":1,"__proto__":2}')).faults).toHaveLength(1);
  });

  it('knows the same name in different objects for different keys', () => {
    expect(read('[{"a":{"a":["a","a"]}},{"a":1}]')).toEqual([{ a: { a: ['a', 'a'] } }, { a: 1 }]);
  });

  it('reads what is as deep as it is long, and keeps its answers short', () => {
    const deep = 16_000;
    expect(read('['.repeat(deep) + ']'.repeat(deep))).toHaveLength(1);
    const twice = `${'{"a":'.repeat(10_000)}{${'"b":1,'.repeat(1_000)}"b":1}${'}'.repeat(10_000)}`;
    expect(JSON.stringify(refusal(Buffer.from(twice)).faults).length).toBeLessThan(200_000);
  });
});
