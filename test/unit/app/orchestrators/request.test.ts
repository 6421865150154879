import * as fc from 'fast-check';
import { functionsCore } from '../../../component/durable/sdk-worker';
import { steps, type Setting } from './steps';
import { begin, World, type Script } from './world';

jest.mock('@azure/functions-core', () => functionsCore, { virtual: true });
jest.requireActual('../../../../src/orchestrators/register');

/** Plays a request; returns what happened and what the certificate was told. */
async function play(setting: Partial<Setting> = {}, more: Partial<Script> = {}) {
  const world = new World({ ...steps(setting), ...more });
  const played = await world.play('request', { key: 'k' });
  expect(played.ending).toBe('completed');
  const told = world.inputsOf('issueCertificate');
  expect(told).toHaveLength(1);
  // Whatever happened, the certificate comes, and then the notification, last of all.
  expect(world.names.slice(-2)).toEqual(['issueCertificate', 'notify']);
  return { world, end: told[0] ?? {} };
}
const phasesOf = (world: World) => [...new Set(world.inputsOf('linkResults').map((input) => input.phase))];
const statesOf = (world: World) => world.inputsOf('recordStage').map((input) => input.state);
const position = (world: World, name: string) => world.names.indexOf(name);
/** Events after so many days of waiting. */
const after = (days: number, ...inputs: unknown[]): Script['event'] => {
  const at = new Date(begin.getTime() + days * 86_400_000);
  const left = inputs.map((input) => ({ at, input }));
  return (before) => (at < before ? left.shift() : undefined);
};

describe('a request', () => {
  it('goes the whole way in its order', async () => {
    const { world, end } = await play();
    expect(statesOf(world)).toEqual(['inventorying', 'exporting', 'erasing', 'verifying']);
    expect(phasesOf(world)).toEqual(['quiesce', 'prepare', 'erase', 'verify']);
    const order = [
      ...['openRequest', 'inventoryPage', 'probeUnhandled', 'freezePlan', 'checkDecision', 'quiesceShard'],
      ...[
        'prepareShard',
        'sealPackage',
        'rebuildSharing',
        'eraseBytes',
        'eraseRecords',
        'verifyShard',
        'compareWithPlan',
      ],
    ];
    expect(order.map((name) => position(world, name))).toEqual(
      order.map((name) => position(world, name)).sort((a, b) => a - b),
    );
    expect(end).toMatchObject({
      key: 'k',
      plan: 'plan',
      decision: 'automatic',
      gaps: [],
      compared: { result: 'compared' },
    });
    expect(end.package).toEqual({ contents: 'contents', files: 1, bytes: 2, manifestSha256: 'm' });
    expect(end.state).toBeUndefined();
  });

  it('erases only what was prepared, under the decision, with the sharing of now', async () => {
    const { world } = await play();
    for (const input of world.inputsOf('eraseBytes')) {
      expect(input).toMatchObject({ plan: 'plan', decision: 'automatic', sharing: 'sharing' });
      expect(input.prepared).toMatch(/^link-prepare/);
      expect(input.quiesced).toMatch(/^link-quiesce/);
    }
    expect(world.inputsOf('eraseRecords').map((input) => input.bytes)).toEqual([
      'eraseBytes-0',
      'eraseBytes-1',
      'eraseBytes-2',
    ]);
  });

  it('finishes a stage before the next one begins', async () => {
    const { world } = await play({ stages: [3, 2, 1] }, { pick: (choices) => choices - 1 });
    const stage = (shard: unknown) => (Number(shard) < 3 ? 0 : Number(shard) < 5 ? 1 : 2);
    const stages = world.inputsOf('eraseRecords').map((input) => stage(input.shard));
    expect(stages).toEqual([0, 0, 0, 1, 1, 2]);
  });

  it('stops after the plan in a dry run', async () => {
    const { world, end } = await play({ dryRun: true, needsApproval: true });
    const allowed = [
      'openRequest',
      'recordStage',
      'inventoryPage',
      'probeUnhandled',
      'freezePlan',
      'issueCertificate',
      'notify',
    ];
    expect(world.names.filter((name) => !allowed.includes(name))).toEqual([]);
    expect(end).toMatchObject({ plan: 'plan', phases: [] });
  });

  it('erases nothing in an export', async () => {
    const { world, end } = await play({ erases: false });
    expect(phasesOf(world)).toEqual(['prepare']);
    expect(world.names).toContain('sealPackage');
    expect(end.phases).toHaveLength(1);
  });

  it('seals a large package in as many steps as it takes', async () => {
    const world = new World(steps({ sealingSteps: 3 }));
    const { ending } = await world.play('request', { key: 'k' });
    expect(ending).toBe('completed');
    const prepared = world.inputsOf('sealPackage')[0]?.prepared;
    expect(world.inputsOf('sealPackage')).toEqual([
      { key: 'k', prepared },
      { key: 'k', prepared, contents: 'contents', at: 1 },
      { key: 'k', prepared, contents: 'contents', at: 2 },
    ]);
  });

  it('makes no package in an erasure', async () => {
    const { world, end } = await play({ exports: false });
    expect(world.names).not.toContain('sealPackage');
    expect(statesOf(world)).not.toContain('exporting');
    expect(world.inputsOf('prepareShard').every((input) => input.export === false)).toBe(true);
    expect(end.package).toBeUndefined();
  });

  it('has nothing to do for an empty plan', async () => {
    const { world, end } = await play({ stages: [] });
    expect(phasesOf(world)).toEqual([]);
    expect(end).toMatchObject({ plan: 'plan', phases: [], gaps: [] });
    expect(end.state).toBeUndefined();
  });
});

describe('an approval', () => {
  const waiting = { needsApproval: true };

  it('lets the request go on', async () => {
    const { world, end } = await play(waiting, { event: after(0, { kind: 'decision', blob: 'yes' }) });
    expect(statesOf(world).slice(0, 3)).toEqual(['inventorying', 'awaiting_approval', 'exporting']);
    expect(world.inputsOf('checkDecision')).toEqual([{ key: 'k', planHash: 'hash', blob: 'yes' }]);
    expect(end.decision).toBe('yes');
    expect(world.names).toContain('eraseBytes');
    // A timer left open would keep the instance running until it fires.
    expect(world.now).toEqual(begin);
  });

  it.each([
    ['rejected', [{ kind: 'decision', blob: 'no' }]],
    ['cancelled', [{ kind: 'cancel' }]],
    [
      'rejected',
      [
        { kind: 'decision', blob: 'bogus' },
        { kind: 'decision', blob: 'no' },
      ],
    ],
  ])('that is %s touches nothing', async (state, raised) => {
    const { world, end } = await play(waiting, { event: after(0, ...raised) });
    expect(end).toMatchObject({ state, phases: [], plan: 'plan' });
    expect(end.decision).toBeUndefined();
    for (const name of ['quiesceShard', 'prepareShard', 'eraseBytes', 'eraseRecords'])
      expect(world.names).not.toContain(name);
  });

  it.each([1, 5, 6, 14, 30])('expires after %s days, not before', async (expiryDays) => {
    const { world, end } = await play({ ...waiting, expiryDays });
    expect(end).toMatchObject({ state: 'expired', phases: [] });
    expect((world.now.getTime() - begin.getTime()) / 86_400_000).toBe(expiryDays);
  });

  it.each([4.9, 5, 9, 13.9])('is still heard after %s days', async (days) => {
    const { end } = await play(waiting, { event: after(days, { kind: 'decision', blob: 'yes' }) });
    expect(end.decision).toBe('yes');
  });

  it('is not moved by what is no decision: it waits on, no longer than it would have', async () => {
    const bogus = [{ kind: 'decision', blob: 'bogus' }, { kind: 'decision' }, { kind: 'other' }, null];
    const { world, end } = await play({ ...waiting, expiryDays: 7 }, { event: after(0, ...bogus) });
    expect(end).toMatchObject({ state: 'expired' });
    expect((world.now.getTime() - begin.getTime()) / 86_400_000).toBe(7);
    expect(world.names).not.toContain('eraseBytes');
  });
});

describe('a cancelled request', () => {
  it.each(['inventorying', 'exporting', 'erasing'])('stops before %s', async (cancelAt) => {
    const { world, end } = await play({ cancelAt });
    expect(end.state).toBe('cancelled');
    expect(world.names).not.toContain('eraseBytes');
    expect(world.names).not.toContain('eraseRecords');
  });

  it.each(['prepareShard', 'eraseBytes', 'quiesceShard', 'eraseRecords'])('stops within %s', async (name) => {
    const usual = steps({ stages: [1, 1, 1] });
    const { world, end } = await play(
      {},
      {
        activity: (call, attempt) => {
          const answer = usual.activity(call, attempt);
          return call.name === name ? { ...(answer as object), cancelled: true } : answer;
        },
      },
    );
    expect(end.state).toBe('cancelled');
    // What changes something goes shard by shard; what is prepared, side by side.
    expect(world.inputsOf(name)).toHaveLength(name === 'prepareShard' ? 3 : 1);
  });

  it('also stops in the second round of erasing', async () => {
    const usual = steps({ stages: [1], leftovers: { 0: 5 } });
    let rounds = 0;
    const { end } = await play(
      {},
      {
        activity: (call, attempt) => {
          const answer = usual.activity(call, attempt);
          if (call.name === 'eraseBytes') rounds += 1;
          return call.name === 'eraseBytes' && rounds === 2 ? { ...(answer as object), cancelled: true } : answer;
        },
      },
    );
    expect(end.state).toBe('cancelled');
    expect(rounds).toBe(2);
  });
});

describe('verification', () => {
  it('erases again what is still there, and only that', async () => {
    const { world, end } = await play({ leftovers: { 1: 1 } });
    expect(world.inputsOf('eraseBytes').map((input) => input.shard)).toEqual([0, 1, 2, 1]);
    const [, , , again] = world.inputsOf('eraseBytes');
    expect(again?.prepared).toMatch(/^link-verify/);
    expect(end.state).toBeUndefined();
    expect(end.phases).toHaveLength(5);
    expect(again?.again).toBe(again?.prepared);
  });

  it('gives up after the rounds that are set, and leaves the last word to what was seen', async () => {
    const { world, end } = await play({ stages: [1], leftovers: { 0: 99 } });
    expect(world.inputsOf('eraseBytes')).toHaveLength(3);
    expect(world.inputsOf('verifyShard')).toHaveLength(3);
    expect((end.phases as string[]).at(-1)).toMatch(/^link-verify/);
  });

  it('lists everything anew, with the jobs that the first inventory learned', async () => {
    const { world } = await play();
    const passes = world.inputsOf('inventoryPage').map((input) => `${String(input.pass)} ${String(input.type)}`);
    expect(passes).toEqual(['plan-1 job', 'plan-1 model', 'verify-1 job', 'verify-1 model']);
    const models = world.inputsOf('inventoryPage').filter((input) => input.type === 'model');
    expect(models.map((input) => input.jobPages)).toEqual([['plan-1-job'], ['plan-1-job']]);
  });
});

describe('a step that fails for good', () => {
  it('is tried six times', async () => {
    const { world } = await play({ failing: ['eraseBytes 1'] });
    expect(world.inputsOf('eraseBytes').filter((input) => input.shard === 1)).toHaveLength(6);
  });

  it('is tried no more once it worked', async () => {
    const usual = steps();
    const activity: Script['activity'] = (call, attempt) => {
      if (call.name === 'freezePlan' && attempt < 3) throw new Error('busy');
      return usual.activity(call, attempt);
    };
    const { world, end } = await play({}, { activity });
    expect(world.inputsOf('freezePlan')).toHaveLength(3);
    expect(end.failure).toBeUndefined();
  });

  it.each([
    'openRequest',
    'freezePlan',
    'checkDecision',
    'sealPackage',
    'rebuildSharing',
    'compareWithPlan',
    'linkResults',
  ])('ends the request when it is %s, and names nobody', async (name) => {
    const { end } = await play({ failing: [name] });
    expect(end).toMatchObject({ state: 'failed' });
    expect(end.failure).toMatch(/^A step failed for good/);
    expect(JSON.stringify(end)).not.toContain('fails');
  });

  it('on one shard is a gap; the others go on, and no later phase touches that shard', async () => {
    const { world, end } = await play({ failing: ['prepareShard 1'] });
    expect(end.state).toBeUndefined();
    expect(end.gaps).toEqual([{ code: 'step_failed', type: 'prepare', detail: 'shard 1' }]);
    expect(world.inputsOf('eraseBytes').map((input) => input.shard)).toEqual([0, 2]);
    expect(world.inputsOf('verifyShard').map((input) => input.shard)).toEqual([0, 2]);
  });

  it('when bringing to rest keeps all later phases off', async () => {
    const { world, end } = await play({ failing: ['quiesceShard 0'] });
    expect(end.gaps).toEqual([{ code: 'step_failed', type: 'quiesce', detail: 'shard 0' }]);
    expect(world.inputsOf('prepareShard').map((input) => input.shard)).toEqual([1, 2]);
    expect(world.inputsOf('eraseBytes').map((input) => input.shard)).toEqual([1, 2]);
  });

  it('in verification is a gap: nobody claims what was not proven', async () => {
    const { end } = await play({ failing: ['verifyShard 2'] });
    expect(end.gaps).toEqual([{ code: 'step_failed', type: 'verify', detail: 'shard 2' }]);
  });

  it('in a listing is a gap of that type', async () => {
    const { end, world } = await play({ failing: ['probeUnhandled'], dryRun: true });
    const plan = world.inputsOf('freezePlan')[0] ?? {};
    expect(plan.gaps).toEqual([{ code: 'unreadable', type: 'unhandled', detail: 'workspace 1 of the scope' }]);
    expect(end.state).toBeUndefined();
  });
});

describe('whatever happens', () => {
  const activities = [
    'inventoryPage',
    'quiesceShard 0',
    'prepareShard 1',
    'eraseBytes 2',
    'eraseRecords 0',
    'verifyShard 1',
    'compareWithPlan',
  ];
  const setting = fc.record({
    exports: fc.boolean(),
    erases: fc.boolean(),
    dryRun: fc.boolean(),
    needsApproval: fc.boolean(),
    stages: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
    failing: fc.subarray(activities, { maxLength: 2 }),
    leftovers: fc.dictionary(fc.constantFrom('0', '1', '2'), fc.nat(3)),
    pendingRounds: fc.nat(2),
  });

  it('replays do the same, a certificate is issued, and nothing is erased without a decision', async () => {
    await fc.assert(
      fc.asyncProperty(
        setting,
        fc.constantFrom('yes', 'no', 'bogus'),
        fc.infiniteStream(fc.nat(99)),
        async (is, blob, random) => {
          const script = {
            event: after(0, { kind: 'decision', blob }),
            pick: (n: number) => (random.next().value as number) % n,
          };
          const { world } = await play({ ...is, exports: is.exports || !is.erases }, script);
          const erased = world.inputsOf('eraseBytes').concat(world.inputsOf('eraseRecords'));
          expect(erased.every((input) => typeof input.decision === 'string')).toBe(true);
          const may = is.erases && !is.dryRun && (!is.needsApproval || blob === 'yes');
          if (!may) expect(erased).toEqual([]);
          for (const shard of world.inputsOf('eraseBytes').map((input) => input.shard)) {
            expect(world.inputsOf('prepareShard').map((input) => input.shard)).toContain(shard);
          }
        },
      ),
      { numRuns: 40, seed: 11 },
    );
  });
});
