import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SeedFile } from '../../local/azureml/seed/seed-file';
import type { OutcomeLine } from '../../src/requests/outcomes';
import { World } from './harness';
import { runAll, type Result, type Variant } from './variant-run';

// Workspaces whose data lies in accounts of every kind: each person has the same in each of them.
jest.setTimeout(300_000);

const seed = JSON.parse(readFileSync(resolve('seeds/storage-truth.json'), 'utf8')) as SeedFile;
const accounts = (seed.storageAccounts ?? []).map(({ name }) => name);

function erase(key: string, erasure: object): Variant {
  const person = seed.people.find((one) => one.key === key);
  const identities = [
    { type: 'object_id', value: person?.objectId },
    { type: 'display_name', value: person?.displayName },
  ];
  return {
    ...{ workspaces: seed.workspaces.map(({ name }) => name), accounts, seconds: 200 },
    request: { action: 'erase', subject: { identities }, erasure },
    scope: { resourceTypes: ['runHistory', 'job', 'model'] },
    decide: () => ({ acceptWeak: true }),
  };
}

describe('what erasing comes to in storage accounts of every kind', () => {
  let world: World;
  let gently: Result;
  let thoroughly: Result;
  beforeAll(async () => {
    world = await World.start(seed, { testClock: true });
    gently = (await runAll(world, { gently: erase('ada', {}) }))('gently');
    const thorough = erase('ben', { permanently: true, breakLeases: true });
    thoroughly = (await runAll(world, { thoroughly: thorough }))('thoroughly');
  });
  afterAll(() => world?.stop());

  /** Outcomes of the copies of a blob, sorted; with the reason where it is blocked. */
  const of = ({ lines }: Result, place: string): string[] => {
    const seen = new Map<string, OutcomeLine>();
    for (const line of lines) {
      const isIt = line.kind === 'blob' && line.step === 'erase' && new URL(line.id).pathname.endsWith(`/${place}`);
      if (isIt && !seen.has(`${line.id} ${line.etag}`)) seen.set(`${line.id} ${line.etag}`, line);
    }
    return [...seen.values()]
      .map(({ outcome, reason = '' }) => (outcome === 'blocked' ? `blocked ${reason}` : outcome))
      .sort();
  };

  it('is what the certificates say, by independent listings of every copy', () => {
    expect(gently.wrong).toEqual([]);
    expect(thoroughly.wrong).toEqual([]);
  });

  // What became of the copies under each name below the job's folder, without and with `permanently` and `breakLeases`.
  const later = 'soft_deleted';
  const gone = 'deleted';
  const leased = 'blocked LeaseIdMissing';
  it.each<[feature: string, file: string, gently: string[], thoroughly: string[]]>([
    ['plain', 'user_logs/std_log.txt', [gone], [gone]],
    ['plain', 'leased.bin', [leased], [gone]],
    ['plain', 'snapped.bin', [gone, gone], [gone, gone]],
    ['plain', 'uncommitted.bin', [gone], [gone]],
    // An overwritten content is a soft-deleted snapshot, and a soft-deleted base blob can't be purged by anybody.
    ['soft', 'a.csv', [later, later], [later, later]],
    ['soft', 'snapped.csv', [later, later, later], [later, later, later]],
    ['soft', 'gone.csv', [later], [later]],
    ['soft', 'uncommitted.csv', [later], [later]],
    ['versions', 'a.csv', [gone, gone, gone], [gone, gone, gone]],
    ['versions', 'gone.csv', [gone], [gone]],
    ['versions', 'uncommitted.csv', [gone], [gone]],
    ['both', 'a.csv', [later, later, later], [later, later, later]],
    ['purge', 'a.csv', [later, later, later], [gone, gone, gone]],
    ['purge', 'gone.csv', [later, later], [gone, gone]],
    ['contrib', 'a.csv', [later, later, later], [later, later, later]],
    ['restore', 'a.csv', [later, later, later], [later, later, later]],
    ['held', 'free.csv', [gone, gone], [gone, gone]],
    ['held', 'hold.csv', ['blocked BlobImmutableDueToLegalHold'], ['blocked BlobImmutableDueToLegalHold']],
    ['held', 'until.csv', ['blocked BlobImmutableDueToPolicy'], ['blocked BlobImmutableDueToPolicy']],
    ['locked', 'a.csv', ['blocked BlobImmutableDueToPolicy'], ['blocked BlobImmutableDueToPolicy']],
    ['lake', '2024/part-0.csv', [later], [later]],
    ['lake', '2024', [later], [later]],
    ['lake', 'gone.csv', [later], [later]],
  ])('in an account of the kind %s, for %s', (feature, file, without, with_) => {
    const folder = (key: string): string => `truth${feature}/azureml/ExperimentRun/dcid.${key}-1/${file}`;
    expect(of(gently, folder('ada'))).toEqual(without);
    expect(of(thoroughly, folder('ben'))).toEqual(with_);
  });

  it('keeps the record of a model whose bytes stay with the job that made it', () => {
    expect(gently.outcome('model', 'ada-leased:1')).toBe('blocked bytes_kept');
    expect(thoroughly.outcome('model', 'ben-leased:1')).toBe('erased');
  });

  it('breaks no lease of a single blob, which may be somebody else’s work', () => {
    expect(of(thoroughly, 'truthplain/azureml/ComputeRecord/dcid.ben-1')).toEqual([leased]);
  });

  it('is certified as inaccessible until the last of it can’t be restored', () => {
    const { stage, irrecoverableOn = '', storage } = gently.certificate;
    expect(stage).toBe('inaccessible');
    const dates = gently.lines.flatMap(({ outcome, until }) => (outcome === 'soft_deleted' ? [until ?? ''] : []));
    expect(Date.parse(irrecoverableOn)).toBeGreaterThanOrEqual(Math.max(...dates.map((date) => Date.parse(date))));
    expect(storage.map(({ account }) => account).sort()).toEqual([...accounts].sort());
  });

  it('leaves nothing that can be restored once the last date has passed', async () => {
    expect((await world.listCustomers()).blobs.some(({ recoverableUntil }) => recoverableUntil !== undefined)).toBe(
      true,
    );
    await world.advanceDays(31);
    const left = (await world.listCustomers()).blobs.filter(({ recoverableUntil }) => recoverableUntil !== undefined);
    expect(left).toEqual([]);
  });
});
