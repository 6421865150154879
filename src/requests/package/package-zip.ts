/** A file of a zip: stored as it is, so that the length of everything is known before anything is read. */
export interface ZipEntry {
  path: string;
  size: number;
  crc32: number;
  /** Blob in the packages container that holds it. */
  blob: string;
}

/** A part of a zip: some bytes, or the whole of a blob. */
export type ZipPiece = { length: number; bytes: Buffer } | { length: number; blob: string };

const most32 = 0xffffffff;
/** Version 4.5 reads zip64; the upper byte says that the attributes are those of Unix. */
const madeBy = (3 << 8) | 45;
const needed = 45;
/** Bit 11: names are UTF-8. */
const flags = 1 << 11;
const regularFile = 0o100644 * 0x10000;

/**
 * The pieces of a zip (PKWARE APPNOTE 6.3.10: stored entries, zip64 where a number needs it). Goes over the entries
 * twice, once for the files and once for the directory at the end, and remembers none of them.
 */
export async function* zipPieces(entries: () => AsyncIterable<ZipEntry>, at: Date): AsyncGenerator<ZipPiece> {
  let offset = 0;
  for await (const entry of entries()) {
    const header = localHeader(entry, at);
    yield { length: header.length, bytes: header };
    if (entry.size > 0) yield { length: entry.size, blob: entry.blob };
    offset += header.length + entry.size;
  }
  const start = offset;
  let [fileAt, count, size] = [0, 0, 0];
  for await (const entry of entries()) {
    const record = directoryRecord(entry, at, fileAt);
    yield { length: record.length, bytes: record };
    fileAt += localHeader(entry, at).length + entry.size;
    count += 1;
    size += record.length;
  }
  const end = endOfDirectory(count, size, start);
  yield { length: end.length, bytes: end };
}

function u2(...values: number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, 2 * index);
  return bytes;
}

function u4(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  // What does not fit stands in a zip64 field.
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(Math.min(value, most32), 4 * index);
  return bytes;
}

function u8(...values: number[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  for (const [index, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), 8 * index);
  return bytes;
}

/** Time and date as DOS has them: two seconds to the unit, and no years before 1980. */
function dosTime(at: Date): Buffer {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date = (Math.max(0, at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return u2(time, date);
}

function zip64(...values: number[]): Buffer {
  return values.length === 0 ? Buffer.alloc(0) : Buffer.concat([u2(1, 8 * values.length), u8(...values)]);
}

/** What local header and directory record have in common: stored, so both sizes are one. */
function described(entry: ZipEntry, at: Date, name: Buffer, extra: Buffer): Buffer {
  const sizes = u4(entry.crc32, entry.size, entry.size);
  return Buffer.concat([u2(needed, flags, 0), dosTime(at), sizes, u2(name.length, extra.length)]);
}

function localHeader(entry: ZipEntry, at: Date): Buffer {
  const name = Buffer.from(entry.path);
  const extra = entry.size >= most32 ? zip64(entry.size, entry.size) : zip64();
  return Buffer.concat([u4(0x04034b50), described(entry, at, name, extra), name, extra]);
}

function directoryRecord(entry: ZipEntry, at: Date, offset: number): Buffer {
  const name = Buffer.from(entry.path);
  const sizes = entry.size >= most32 ? [entry.size, entry.size] : [];
  const extra = zip64(...sizes, ...(offset >= most32 ? [offset] : []));
  const place = Buffer.concat([u2(0, 0, 0), u4(regularFile, offset)]);
  return Buffer.concat([u4(0x02014b50), u2(madeBy), described(entry, at, name, extra), place, name, extra]);
}

function endOfDirectory(count: number, size: number, start: number): Buffer {
  const in16 = Math.min(count, 0xffff);
  const end = Buffer.concat([u4(0x06054b50), u2(0, 0, in16, in16), u4(size, start), u2(0)]);
  if (count < 0xffff && size < most32 && start < most32) return end;
  const end64 = [u4(0x06064b50), u8(44), u2(madeBy, needed), u4(0, 0), u8(count, count, size, start)];
  return Buffer.concat([...end64, u4(0x07064b50, 0), u8(start + size), u4(1), end]);
}
