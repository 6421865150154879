import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Damage } from './damage';
import { logRecords } from './log-records';
import { readManifest, type Manifest } from './manifest';
import { checkTable } from './table';

/** A damaged file of a LevelDB folder and what is wrong with it. */
export interface Finding {
  file: string;
  problem: string;
}

/**
 * Reads a LevelDB folder through without changing anything: every checksum, and that no write between the first and the
 * last is missing. LevelDB itself would open a damaged folder, drop what it can't read and everything in between, and
 * delete the rest. Undefined if the folder is as it should be, empty, or new.
 */
export async function damageIn(folder: string): Promise<Finding | undefined> {
  let file = '';
  const read = (name: string): Promise<Buffer> => readFile(join(folder, (file = name)));
  try {
    const names = await readdir(folder);
    if (!names.includes('CURRENT')) {
      const left = names.find((name) => /^\d+\.(ldb|sst|log)$/.test(name));
      return left === undefined ? undefined : { file: 'CURRENT', problem: 'it is missing' };
    }
    const current = /^(MANIFEST-\d+)\n$/.exec((await read('CURRENT')).toString());
    if (current === null) return { file, problem: 'it names no manifest' };
    const manifest = readManifest(await read(current[1] as string));
    for (const [number, length] of manifest.tables) {
      const table = await read(tableName(names, number));
      if (table.length !== length) throw new Damage(`it has ${table.length} bytes instead of ${length}`);
      checkTable(table);
    }
    await checkLogs(logsOf(names, manifest), manifest, read);
    return undefined;
  } catch (error) {
    if (error instanceof Damage) return { file, problem: error.message };
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { file, problem: 'it is missing' };
    throw error;
  }
}

const numbered = (number: number, kind: string): string => `${String(number).padStart(6, '0')}.${kind}`;

/** Tables of old versions of LevelDB end in `.sst`. */
function tableName(names: string[], number: number): string {
  const old = numbered(number, 'sst');
  return names.includes(old) ? old : numbered(number, 'ldb');
}

/** The logs that LevelDB would read, oldest first. The one that the manifest names is there from the first on. */
function logsOf(names: string[], { logNumber }: Manifest): string[] {
  const numbers = names.flatMap((name) => (/^\d+\.log$/.test(name) ? [Number.parseInt(name)] : []));
  const live = new Set([...(logNumber > 0 ? [logNumber] : []), ...numbers.filter((number) => number >= logNumber)]);
  return [...live].sort((a, b) => a - b).map((number) => numbered(number, 'log'));
}

/** Every write has a number: none may be missing between the manifest's newest and the first log's, and within. */
async function checkLogs(
  logs: string[],
  { lastSequence }: Manifest,
  read: (name: string) => Promise<Buffer>,
): Promise<void> {
  let next: number | undefined;
  for (const log of logs) {
    for (const record of logRecords(await read(log))) {
      if (record.length < 12) throw new Damage('a record is too short');
      const sequence = Number(record.readBigUInt64LE(0));
      const missing = next === undefined ? sequence > lastSequence + 1 : sequence !== next;
      if (missing) throw new Damage(`the writes before number ${sequence} are missing`);
      next = sequence + record.readUInt32LE(8);
    }
  }
}
