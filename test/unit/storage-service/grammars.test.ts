import fc from 'fast-check';
import { parseBatch } from '../../../local/storage/http/batch';
import { placeOf } from '../../../local/storage/http/call';
import { decodeMarker, encodeMarker } from '../../../local/storage/state/marker';
import { rangeOf } from '../../../local/storage/operations/read-blob';
import { nameElement, valuesOf } from '../../../local/storage/http/xml';

const wellFormed = (value: string) => !/\p{Surrogate}/u.test(value);
const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter(wellFormed);

describe('the blob service', () => {
  it('reads the markers that it wrote', () => {
    fc.assert(
      fc.property(text, text, (name, key) => {
        expect(decodeMarker(encodeMarker({ name, key }))).toEqual({ name, key });
      }),
    );
  });

  it('refuses markers that it did not write', () => {
    fc.assert(
      fc.property(text, (marker) => {
        expect(() => decodeMarker(marker)).toThrow('range');
      }),
    );
  });

  it('finds account, container and blob in a path', () => {
    fc.assert(
      fc.property(text, (blob) => {
        const target = `/store/box/${encodeURIComponent(blob)}?comp=x`;
        expect(placeOf(target)).toEqual({ account: 'store', container: 'box', blob, query: 'comp=x' });
      }),
    );
    expect(placeOf('/store')).toEqual({ account: 'store', container: undefined, blob: undefined, query: '' });
    expect(placeOf('/store/box/')).toMatchObject({ container: 'box', blob: undefined });
    expect(placeOf('/store/box/a/b%2Fc')).toMatchObject({ blob: 'a/b/c' });
    expect(() => placeOf('/store/box/%zz')).toThrow('URI');
  });

  it('writes names so that they can be read, percent-encoded where XML cannot hold them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }).filter(wellFormed), (name) => {
        const written = nameElement('Name', name);
        // eslint-disable-next-line no-control-regex -- these are the characters that XML can't hold
        expect(written).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
        const encoded = /^<Name Encoded="true">(.*)<\/Name>$/.exec(written)?.[1];
        const found = encoded === undefined ? valuesOf(written, 'Name')[0]?.value : decodeURIComponent(encoded);
        expect(found).toBe(name);
      }),
    );
  });

  it('reads the values of a block list', () => {
    const xml = '<BlockList><Latest>YQ==</Latest>\n<Committed>a&amp;&#x3c;&#62;&quot;</Committed></BlockList>';
    expect(valuesOf(xml, 'Latest', 'Committed', 'Uncommitted')).toEqual([
      { tag: 'Latest', value: 'YQ==' },
      { tag: 'Committed', value: 'a&<>"' },
    ]);
  });

  it('reads batches with either kind of line end, and refuses what is none', () => {
    const of = (end: string, count = 2) =>
      [
        ...Array.from({ length: count }, (_, index) => [
          ...['--b', 'Content-Type: application/http', `Content-ID: ${index}`, ''],
          ...[`DELETE /store/box/${index}?snapshot=x HTTP/1.1`, 'X-Ms-Version: v', 'Authorization: Bearer a:b', ''],
        ]).flat(),
        '--b--',
      ].join(end);
    const type = 'multipart/mixed; boundary=b';
    for (const end of ['\n', '\r\n']) {
      expect(parseBatch(type, Buffer.from(of(end)))).toEqual(
        ['0', '1'].map((contentId) => ({
          ...{ contentId, method: 'DELETE', target: `/store/box/${contentId}?snapshot=x` },
          headers: { 'x-ms-version': 'v', authorization: 'Bearer a:b' },
        })),
      );
    }
    expect(parseBatch(type, Buffer.from(of('\r\n', 256)))).toHaveLength(256);
    expect(() => parseBatch(type, Buffer.from(of('\r\n', 257)))).toThrow('maximum');
    expect(() => parseBatch(type, Buffer.from('--b--'))).toThrow('not valid');
    expect(() => parseBatch('text/plain', Buffer.from(of('\n')))).toThrow('not valid');
  });

  it('cuts ranges to the size of what there is', () => {
    expect(rangeOf(undefined, 5)).toBeUndefined();
    expect(rangeOf('bytes=0-', 5)).toEqual({ start: 0, end: 4 });
    expect(rangeOf('bytes=2-9', 5)).toEqual({ start: 2, end: 4 });
    expect(() => rangeOf('bytes=5-9', 5)).toThrow('range');
    expect(() => rangeOf('bytes=0-', 0)).toThrow('range');
  });
});
