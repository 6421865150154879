import { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { jsonLine } from '../../../../src/storage/documents';

describe('a line of NDJSON', () => {
  it('stays one line whatever names hold', async () => {
    const value = { name: 'a\u2028b\u2029c\nd\re\u0085f' };
    const read: unknown[] = [];
    for await (const line of createInterface({ input: Readable.from([`${jsonLine(value)}\n`]) })) {
      read.push(JSON.parse(line));
    }
    expect(read).toEqual([value]);
  });
});
