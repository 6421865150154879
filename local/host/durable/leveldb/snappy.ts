import { Cursor } from './cursor';
import { Damage } from './damage';

/** Decompresses a block in Snappy's format (google/snappy, format_description.txt). Throws `Damage`. */
export function unsnap(compressed: Buffer): Buffer {
  const cursor = new Cursor(compressed);
  const output = Buffer.alloc(cursor.varint());
  let length = 0;
  while (!cursor.ended) {
    const first = cursor.take(1)[0] as number;
    if ((first & 3) === 0) {
      const short = first >> 2;
      // 60 to 63: the length, less one, follows in so many bytes beyond 59.
      const size = 1 + (short < 60 ? short : cursor.take(short - 59).readUIntLE(0, short - 59));
      length += cursor.take(size).copy(output, length);
      continue;
    }
    const { size, offset } = copyOf(first, cursor);
    if (offset === 0 || offset > length) throw new Damage('a block does not decompress');
    // One by one: a copy may reach into what it writes.
    for (let i = 0; i < size && length < output.length; i++, length++)
      output[length] = output[length - offset] as number;
  }
  if (length !== output.length) throw new Damage('a block does not decompress');
  return output;
}

function copyOf(first: number, cursor: Cursor): { size: number; offset: number } {
  if ((first & 3) === 1) {
    return { size: 4 + ((first >> 2) & 7), offset: ((first >> 5) << 8) | (cursor.take(1)[0] as number) };
  }
  const bytes = (first & 3) === 2 ? 2 : 4;
  return { size: 1 + (first >> 2), offset: cursor.take(bytes).readUIntLE(0, bytes) };
}
