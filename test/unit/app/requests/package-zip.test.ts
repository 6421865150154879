import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { fromBuffer, fromRandomAccessReader, RandomAccessReader, type Entry } from 'yauzl';
import { zipPieces, type ZipEntry } from '../../../../src/requests/package/package-zip';

const at = new Date('2026-03-02T09:15:42Z');

/** A list that can be gone over more than once. */
const listOf = (entries: Iterable<ZipEntry>) => () => Readable.from(entries) as AsyncIterable<ZipEntry>;

async function zipOf(entries: readonly ZipEntry[], contents: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const piece of zipPieces(listOf(entries), at)) {
    const bytes = 'bytes' in piece ? piece.bytes : contents.get(piece.blob)!;
    if (bytes.length !== piece.length) throw new Error('A piece is not as long as it says.');
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

interface Read {
  entries: Entry[];
  contents: Map<string, string>;
}

/** Reads a zip with an independent implementation, which checks sizes; contents are checked here by CRC. */
function read(zip: Buffer, withContents = true): Promise<Read> {
  return new Promise((done, fail) => {
    const found: Read = { entries: [], contents: new Map() };
    fromBuffer(zip, { lazyEntries: true, strictFileNames: true }, (error, file) => {
      if (error) return fail(error);
      file.on('error', fail).on('end', () => done(found));
      file.on('entry', (entry: Entry) => {
        found.entries.push(entry);
        if (!withContents) return file.readEntry();
        file.openReadStream(entry, (broken, stream) => {
          if (broken) return fail(broken);
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', fail);
          stream.on('end', () => {
            const bytes = Buffer.concat(chunks);
            if (crc32(bytes) !== entry.crc32) return fail(new Error(`CRC of ${entry.fileName}`));
            found.contents.set(entry.fileName, bytes.toString('base64'));
            file.readEntry();
          });
        });
      });
      file.readEntry();
    });
  });
}

describe('a zip', () => {
  it('is read by others as it was written', async () => {
    const name = fc.stringMatching(/^[a-zäж数👍0-9_~-]{1,20}(\/[a-z0-9_]{1,9})?$/u);
    const files = fc.uniqueArray(fc.tuple(name, fc.uint8Array({ maxLength: 300 })), { selector: ([path]) => path });
    await fc.assert(
      fc.asyncProperty(files, async (list) => {
        const entries = list.map(([path, bytes]) => ({ path, size: bytes.length, crc32: crc32(bytes), blob: path }));
        const contents = new Map(list.map(([path, bytes]) => [path, Buffer.from(bytes)]));
        const { contents: found } = await read(await zipOf(entries, contents));
        expect([...found]).toEqual(list.map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')]));
      }),
      { numRuns: 50 },
    );
  });

  it('says when it was made, and that files are files', async () => {
    const zip = await zipOf([{ path: 'a', size: 1, crc32: crc32('x'), blob: 'a' }], new Map([['a', Buffer.from('x')]]));
    const [entry] = (await read(zip)).entries;
    expect(entry?.getLastModDate({ timezone: 'UTC' })).toEqual(at);
    expect((entry?.externalFileAttributes ?? 0) >>> 16).toBe(0o100644);
  });

  it('holds more than 65,535 files', async () => {
    const entries = Array.from({ length: 66_000 }, (_, index) => ({ path: `f/${index}`, size: 0, crc32: 0, blob: '' }));
    const { entries: found } = await read(await zipOf(entries, new Map()), false);
    expect(found).toHaveLength(66_000);
    expect(found.at(-1)?.fileName).toBe('f/65999');
  });

  it('holds files of more than 4 GB, and places beyond it', async () => {
    const size = 5 * 2 ** 30;
    const entries = ['a', 'b', 'c'].map((path) => ({ path, size: path === 'b' ? 3 : size, crc32: 7, blob: path }));
    let total = 0;
    const directory: Buffer[] = [];
    for await (const piece of zipPieces(listOf(entries), at)) {
      if (total >= 2 * size && 'bytes' in piece) directory.push(piece.bytes);
      total += piece.length;
    }
    // Only the end is in memory: a reader begins there.
    const tail = Buffer.concat(directory);
    const found = await new Promise<Entry[]>((done, fail) => {
      const list: Entry[] = [];
      const reader = new (class extends RandomAccessReader {
        override _readStreamForRange(from: number, to: number) {
          const start = from - (total - tail.length);
          const before = Buffer.alloc(Math.max(0, Math.min(to - from, -start)));
          return Readable.from([
            Buffer.concat([before, tail.subarray(Math.max(0, start), Math.max(0, start + to - from))]),
          ]);
        }
      })();
      fromRandomAccessReader(reader, total, { lazyEntries: false }, (error, file) => {
        if (error) return fail(error);
        file
          .on('entry', (entry: Entry) => list.push(entry))
          .on('end', () => done(list))
          .on('error', fail);
      });
    });
    expect(found.map((entry) => [entry.fileName, entry.uncompressedSize])).toEqual([
      ['a', size],
      ['b', 3],
      ['c', size],
    ]);
    const headers = found.map((entry) => entry.relativeOffsetOfLocalHeader);
    expect(headers[2]! - headers[1]!).toBe(30 + 1 + 3);
    expect(headers[1]).toBe(30 + 1 + 20 + size);
  });
});
