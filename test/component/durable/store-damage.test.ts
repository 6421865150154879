import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { damageIn } from '../../../local/host/durable/leveldb/check-folder';
import { logRecords } from '../../../local/host/durable/leveldb/log-records';
import { Store, type Change } from '../../../local/host/durable/store';

// What a crash or a bad disk leaves of the store's files, and what the host makes of it at its next start.
let dir: string;
let made: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'store-damage-'));
  made = join(dir, 'made');
  await makeStore(made);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const refuse = (error: Error): void => {
  throw error;
};

/** The changes of commit `n`: each overwrites the count, removes what the one before wrote and adds rows of its own. */
const commit = (n: number, rowBytes: number): Change[] => [
  { type: 'put', key: 'count', value: String(n) },
  { type: 'del', key: `row ${n - 1} 1` },
  ...[1, 2].map((row): Change => ({ type: 'put', key: `row ${n} ${row}`, value: `${n}`.repeat(rowBytes) })),
];

/** What a store holds after `commits` commits. */
function contents(commits: number, rowBytes: (n: number) => number): Map<string, string> {
  const held = new Map<string, string>();
  for (let n = 1; n <= commits; n++) {
    for (const change of commit(n, rowBytes(n))) {
      if (change.type === 'put') held.set(change.key, change.value);
      else held.delete(change.key);
    }
  }
  return held;
}

async function held(folder: string): Promise<Map<string, string>> {
  const db = new ClassicLevel(folder);
  const entries = await db.iterator().all();
  await db.close();
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const sorted = (map: Map<string, string>) => new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)));

/** Commits 1 to 20 are in a table, 21 to 26 in a log, as a killed host leaves them; the last ones are short. */
const bytesOf = (n: number): number => (n <= 20 ? 300 : n === 22 ? 90 : 3);

/** Closing writes nothing: the files are those that a killed process leaves. */
async function makeStore(folder: string): Promise<void> {
  await mkdir(folder);
  for (const range of [
    [1, 20],
    [21, 26],
  ] as const) {
    const store = await Store.open(folder, refuse);
    for (let n = range[0]; n <= range[1]; n++) await store.write(commit(n, bytesOf(n)));
    await store.close();
  }
}

const bytesIn = async (folder: string) => {
  const names = (await readdir(folder)).sort();
  return Promise.all(names.map(async (name) => [name, (await readFile(join(folder, name))).toString('latin1')]));
};

/** The log that is written last: while a table is made of an older one, there are two. */
const logOf = async (folder: string) =>
  (await readdir(folder))
    .filter((name) => name.endsWith('.log'))
    .sort()
    .at(-1) as string;

/** Where the records of a short log end: each is one fragment with a header of 7 bytes. */
function endsOf(bytes: Buffer): number[] {
  let end = 0;
  return logRecords(bytes).map((record) => (end += 7 + record.length));
}

async function changed(name: string, bytes: Buffer): Promise<string> {
  const folder = await mkdtemp(join(dir, 'changed-'));
  await cp(made, folder, { recursive: true });
  await writeFile(join(folder, name), bytes);
  return folder;
}

it('has one table and one log, whole', async () => {
  const names = await readdir(made);
  expect(names.filter((name) => name.endsWith('.ldb'))).toHaveLength(1);
  expect(await damageIn(made)).toBeUndefined();
});

it('opens with all commits before the cut, wherever its log was cut off, and takes new ones', async () => {
  const log = await logOf(made);
  const bytes = await readFile(join(made, log));
  // Each commit must be there from its own end on: what a cut leaves is never less than what was acknowledged before it.
  const ends = endsOf(bytes);
  expect(ends.at(-1)).toBe(bytes.length);
  expect(ends).toHaveLength(6);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const whole = ends.filter((end) => end <= cut).length;
    expect({ cut, records: logRecords(bytes.subarray(0, cut)).length }).toEqual({ cut, records: whole });
  }
  const cuts = ends.flatMap((end) => [end - 1, end, end + 3, end + 20]).filter((cut) => cut <= bytes.length);
  for (const cut of [0, 5, ...cuts]) {
    const folder = await changed(log, bytes.subarray(0, cut));
    const store = await Store.open(folder, refuse);
    const count = 20 + ends.filter((end) => end <= cut).length;
    expect({ cut, count: await store.text('count') }).toEqual({ cut, count: String(count) });
    await store.write([{ type: 'put', key: 'zz', value: 'after the repair' }]);
    await store.close();
    expect(await held(folder)).toEqual(new Map([...sorted(contents(count, bytesOf)), ['zz', 'after the repair']]));
  }
});

it('opens although the end of its log is there in length only', async () => {
  const log = await logOf(made);
  const bytes = await readFile(join(made, log));
  const folder = await changed(log, Buffer.concat([bytes.subarray(0, -20), Buffer.alloc(5000)]));
  const store = await Store.open(folder, refuse);
  expect(await store.text('count')).toBe('25');
  await store.close();
});

it('is refused, with nothing changed, when any bit of any file that counts is wrong', async () => {
  const names = (await readdir(made)).filter((name) => /^(CURRENT|MANIFEST-.*|.*\.(log|ldb))$/.test(name));
  const whole = sorted(contents(26, bytesOf));
  let refused = 0;
  let harmless = 0;
  for (const name of names) {
    const bytes = await readFile(join(made, name));
    const folder = join(dir, 'flipped');
    await cp(made, folder, { recursive: true });
    // Every byte of the small files, every few of the table.
    for (let at = 0; at < bytes.length; at += name.endsWith('.ldb') ? 7 : 1) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] as number) ^ (1 << (at % 8));
      await writeFile(join(folder, name), flipped);
      const found = await damageIn(folder);
      if (found) {
        refused += 1;
        continue;
      }
      harmless += 1;
      expect({ name, at, held: await held(await changed(name, flipped)) }).toEqual({ name, at, held: whole });
    }
    await rm(folder, { recursive: true });
  }
  // What nothing depends on: the filling of the table's footer.
  expect(harmless).toBeLessThan(10);
  expect(refused).toBeGreaterThan(1000);
});

describe('damage', () => {
  it.each([
    ['a table is missing', (name: string) => (name.endsWith('.ldb') ? null : undefined), /\.ldb: it is missing/],
    ['its log is missing', (name: string) => (name.endsWith('.log') ? null : undefined), /\.log: it is missing/],
    ['CURRENT is missing', (name: string) => (name === 'CURRENT' ? null : undefined), /CURRENT: it is missing/],
    ['CURRENT is empty', (name: string) => (name === 'CURRENT' ? '' : undefined), /CURRENT: it names no manifest/],
    ['a log is another file', (name: string) => (name.endsWith('.log') ? 'a,b\n1,2\n'.repeat(9) : undefined), /\.log:/],
    ['the manifest is empty', (name: string) => (name.startsWith('MANIFEST') ? '' : undefined), /MANIFEST-\d+: it is/],
  ])('is named and left as it is when %s', async (_, become, message) => {
    const folder = await mkdtemp(join(dir, 'damaged-'));
    await cp(made, folder, { recursive: true });
    for (const name of await readdir(folder)) {
      const text = become(name);
      if (text === null) await rm(join(folder, name));
      else if (text !== undefined) await writeFile(join(folder, name), text);
    }
    const before = await bytesIn(folder);
    const refusal = await Store.open(folder, refuse).catch((error: Error) => error.message);
    expect(refusal).toMatch(message);
    expect(refusal).toMatch(/is damaged.*Nothing in it was changed\. Restore/);
    expect(await bytesIn(folder)).toEqual(before);
  });
});

it('keeps megabytes in many blocks and tables, whole and cut off', async () => {
  const folder = join(dir, 'large');
  await mkdir(folder);
  const size = (n: number): number => [10, 900, 40_000, 33_000, 200_000][n % 5] as number;
  const store = await Store.open(folder, refuse);
  for (let n = 1; n <= 60; n++) await store.write(commit(n, size(n)));
  await store.close();
  expect((await readdir(folder)).filter((name) => name.endsWith('.ldb')).length).toBeGreaterThan(0);
  expect(await damageIn(folder)).toBeUndefined();
  const log = join(folder, await logOf(folder));
  const { length } = await readFile(log);
  for (const cut of [1, 30_000, 32_768, 100_001]) {
    await truncate(log, Math.max(0, length - cut));
    expect(await damageIn(folder)).toBeUndefined();
  }
  const found = await held(folder);
  expect(found).toEqual(sorted(contents(Number(found.get('count')), size)));
});
