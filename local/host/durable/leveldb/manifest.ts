import { Cursor } from './cursor';
import { Damage } from './damage';
import { logRecords } from './log-records';

/** What the newest state of a LevelDB folder consists of. */
export interface Manifest {
  /** Logs with smaller numbers are no longer needed. */
  logNumber: number;
  /** Number of the newest write when the manifest was written. */
  lastSequence: number;
  /** File number of a table to its length in bytes. */
  tables: Map<number, number>;
}

/** Kinds of entries (LevelDB, db/version_edit.cc). */
const tag = { comparator: 1, logNumber: 2, nextFile: 3, lastSequence: 4, compactPointer: 5, deleted: 6, added: 7 };
const previousLog = 9;

/** Reads a manifest: a log whose records each change the set of files. Throws `Damage`. */
export function readManifest(file: Buffer): Manifest {
  const manifest: Manifest = { logNumber: -1, lastSequence: -1, tables: new Map() };
  for (const record of logRecords(file)) applyEdit(manifest, new Cursor(record));
  if (manifest.logNumber < 0 || manifest.lastSequence < 0) throw new Damage('it is not whole');
  return manifest;
}

function applyEdit(manifest: Manifest, cursor: Cursor): void {
  while (!cursor.ended) {
    const entry = cursor.varint();
    switch (entry) {
      case tag.comparator: {
        if (cursor.text().toString() !== 'leveldb.BytewiseComparator') throw new Damage('it sorts in another order');
        break;
      }
      case tag.logNumber:
        manifest.logNumber = cursor.varint();
        break;
      case tag.lastSequence:
        manifest.lastSequence = cursor.varint();
        break;
      case tag.nextFile:
      case previousLog:
        cursor.varint();
        break;
      case tag.compactPointer:
        cursor.varint();
        cursor.text();
        break;
      case tag.deleted:
        cursor.varint();
        manifest.tables.delete(cursor.varint());
        break;
      case tag.added: {
        cursor.varint();
        const number = cursor.varint();
        manifest.tables.set(number, cursor.varint());
        cursor.text();
        cursor.text();
        break;
      }
      default:
        throw new Damage(`it has an entry of the unknown kind ${entry}`);
    }
  }
}
