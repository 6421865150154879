import { Damage } from './damage';

/** Reads numbers and texts one after the other, as LevelDB encodes them. Throws `Damage` at the end of the bytes. */
export class Cursor {
  constructor(
    private readonly bytes: Buffer,
    public at = 0,
  ) {}

  get ended(): boolean {
    return this.at >= this.bytes.length;
  }

  /** A number of up to 53 bits, seven bits in a byte, the lowest first. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift <= 63; shift += 7) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new Damage('a number is not whole');
  }

  take(length: number): Buffer {
    const end = this.at + length;
    if (end > this.bytes.length) throw new Damage('a text is not whole');
    const taken = this.bytes.subarray(this.at, end);
    this.at = end;
    return taken;
  }

  /** Bytes after their length. */
  text(): Buffer {
    return this.take(this.varint());
  }
}
