import { maskedCrc32c } from './crc32c';
import { Damage } from './damage';

// The format (LevelDB, doc/log_format.md): blocks of 32 KB; in them fragments of records, each behind a header of a
// checksum (4 bytes), its length (2) and its kind (1). A fragment never crosses the end of a block.
const blockSize = 32_768;
const headerSize = 7;
const kind = { full: 1, first: 2, middle: 3, last: 4 };

/**
 * The records of a log file. A last record that is not whole is left out, as LevelDB does: it was being written when the
 * process died, so nobody was told that it was written. Everything else that is not right throws `Damage`, where LevelDB
 * would go on silently without the damaged records.
 */
export function logRecords(file: Buffer): Buffer[] {
  const bytes = withoutLostEnd(file);
  const records: Buffer[] = [];
  let begun: Buffer[] | undefined;
  let at = 0;
  while (at < bytes.length) {
    const left = blockSize - (at % blockSize);
    if (left < headerSize) {
      at += left;
      continue;
    }
    const found = fragmentAt(bytes, at, left);
    if (found === undefined) return records;
    const starts = found.kind === kind.full || found.kind === kind.first;
    if (starts !== (begun === undefined)) throw new Damage(`the record before byte ${at} is not whole`);
    const parts: Buffer[] = [...(begun ?? []), found.data];
    const ends = found.kind === kind.full || found.kind === kind.last;
    if (ends) records.push(Buffer.concat(parts));
    begun = ends ? undefined : parts;
    at += headerSize + found.data.length;
  }
  return records;
}

/** After a loss of power a file may have the length of what was written last without its bytes: zeros, more than records end in. */
function withoutLostEnd(file: Buffer): Buffer {
  const end = file.findLastIndex((byte) => byte !== 0) + 1;
  return file.length - end < 16 ? file : file.subarray(0, end);
}

interface Fragment {
  kind: number;
  data: Buffer;
}

/** The fragment at this place; undefined if the file ends within it. */
function fragmentAt(bytes: Buffer, at: number, left: number): Fragment | undefined {
  if (at + headerSize > bytes.length) return undefined;
  const length = bytes.readUInt16LE(at + 4);
  if (headerSize + length > left) throw new Damage(`the length at byte ${at} is wrong`);
  if (!isKind(bytes[at + 6])) throw new Damage(`there is no record at byte ${at}`);
  const end = at + headerSize + length;
  if (end > bytes.length) {
    if (somethingWhole(bytes, at)) throw new Damage(`the length at byte ${at} is wrong`);
    return undefined;
  }
  if (!isWhole(bytes, at, end)) throw new Damage(`the checksum at byte ${at} is wrong`);
  return { kind: bytes[at + 6] as number, data: bytes.subarray(at + headerSize, end) };
}

const isKind = (byte: number | undefined): boolean => byte !== undefined && byte >= kind.full && byte <= kind.last;

function isWhole(bytes: Buffer, at: number, end: number): boolean {
  return isKind(bytes[at + 6]) && bytes.readUInt32LE(at) === maskedCrc32c(bytes.subarray(at + 6, end));
}

/** A fragment that seems to go on after the file's end has a wrong length if it, or another one after it, is whole. */
function somethingWhole(bytes: Buffer, at: number): boolean {
  if (isWhole(bytes, at, bytes.length)) return true;
  for (let other = at + 1; other + headerSize <= bytes.length; other++) {
    const end = other + headerSize + bytes.readUInt16LE(other + 4);
    if (end <= bytes.length && isWhole(bytes, other, end)) return true;
  }
  return false;
}
