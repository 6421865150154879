import { maskedCrc32c } from './crc32c';
import { Cursor } from './cursor';
import { Damage } from './damage';
import { unsnap } from './snappy';

// The format (LevelDB, doc/table_format.md): blocks, each followed by its compression (1 byte) and checksum (4); at the
// end a footer of 48 bytes with the places of two blocks that list all the others: those of filters, and those of rows.
const footerSize = 48;
const trailerSize = 5;
const magic = Buffer.from('57fb808b247547db', 'hex');

/** Throws `Damage` unless every block of a table has its checksum: LevelDB reads tables without looking at them. */
export function checkTable(file: Buffer): void {
  const footerAt = file.length - footerSize;
  if (footerAt < 0 || !file.subarray(-magic.length).equals(magic)) throw new Damage('it is not a table');
  const footer = new Cursor(file.subarray(footerAt));
  for (const list of [block(file, footer), block(file, footer)]) {
    const listed = new Cursor(entries(list));
    while (!listed.ended) {
      // The key: what it shares with the one before is left out.
      listed.varint();
      const rest = listed.varint();
      const length = listed.varint();
      listed.take(rest);
      block(file, new Cursor(listed.take(length)));
    }
  }
}

/** The block at the place that comes next. */
function block(file: Buffer, place: Cursor): Buffer {
  const offset = place.varint();
  const end = offset + place.varint();
  if (end + trailerSize > file.length - footerSize) throw new Damage(`the block at byte ${offset} is not whole`);
  if (file.readUInt32LE(end + 1) !== maskedCrc32c(file.subarray(offset, end + 1))) {
    throw new Damage(`the checksum of the block at byte ${offset} is wrong`);
  }
  const bytes = file.subarray(offset, end);
  return file[end] === 1 ? unsnap(bytes) : bytes;
}

/** A block without the list of its restart points, whose number is at its end. */
function entries(list: Buffer): Buffer {
  const end = list.length < 4 ? -1 : list.length - 4 - 4 * list.readUInt32LE(list.length - 4);
  if (end < 0) throw new Damage('its index is not whole');
  return list.subarray(0, end);
}
