import * as fc from 'fast-check';
import { asAttachment } from '../../../../src/storage/package-link';
import { hostileText } from '../../../hostile';

describe('the header by which a browser saves a file', () => {
  it('is one header of two plain names, whatever the file is called', () => {
    fc.assert(
      fc.property(hostileText, (name) => {
        const [, encoded = ''] =
          /^attachment; filename="[\w.~-]*"; filename\*=UTF-8''([A-Za-z0-9!~._%-]*)$/.exec(asAttachment(name)) ?? [];
        expect(decodeURIComponent(encoded)).toBe(Buffer.from(name).toString());
      }),
    );
  });
});
