import { functionsCore } from '../../../component/durable/sdk-worker';
import type { Milestone, ResumePoint } from '../../../../src/requests/milestones';
import { steps, type Setting } from './steps';
import { begin, World, type Call, type Script } from './world';

jest.mock('@azure/functions-core', () => functionsCore, { virtual: true });
jest.requireActual('../../../../src/orchestrators/register');

class Lost extends Error {}

/** The documents of a request, as its activities leave them, and what they say about where to go on. */
class Kept {
  planned = false;
  waitingSince?: string;
  decision?: ResumePoint['decision'];
  readonly milestones = new Map<string, Milestone>();
  ended = false;
  cancelled = false;

  note({ name, input }: Call): void {
    if (name === 'freezePlan') this.planned = true;
    if (name === 'checkDecision')
      this.decision ??= input.automatic ? { automatic: true } : { blob: String(input.blob) };
    if (name === 'issueCertificate') this.ended = true;
    if (name !== 'recordStage') return;
    if (input.state === 'awaiting_approval') this.waitingSince ??= begin.toISOString();
    const state = String(input.state);
    if (input.milestone && !this.milestones.has(state)) this.milestones.set(state, input.milestone as Milestone);
  }

  get point(): ResumePoint {
    if (this.ended) return { ended: true };
    const milestone = this.milestones.get('verifying') ?? this.milestones.get('erasing');
    const { waitingSince, decision } = this;
    return { ended: false, ...(this.planned ? { jobPages: ['first'] } : {}), waitingSince, decision, milestone };
  }
}

/** A world over the documents; with `losing`, its history is lost after so many activities. */
function worldOver(kept: Kept, setting: Partial<Setting>, more: Partial<Script> = {}, losing = Infinity): World {
  const script = steps(setting);
  let done = 0;
  return new World({
    activity(call, attempt) {
      const answer = script.activity(call, attempt);
      done += 1;
      kept.note(call);
      if (call.name === 'openRequest' && call.input.resumed) return { ...(answer as object), resume: kept.point };
      if (kept.cancelled && ['recordStage', 'eraseRecords'].includes(call.name)) {
        return { ...(answer as object), cancelled: true };
      }
      return answer;
    },
    pick: () => {
      if (done >= losing) throw new Lost();
      return 0;
    },
    ...more,
  });
}

const erasing = ['eraseBytes', 'eraseRecords'];
const approving: Partial<Script> = {
  event: () => ({ at: new Date(begin.getTime() + 1_000), input: { kind: 'decision', blob: 'yes' } }),
};

/** Loses the history after so many activities, begins anew, and returns both worlds. */
async function lose(setting: Partial<Setting>, losing: number, between: (kept: Kept) => void = () => undefined) {
  const kept = new Kept();
  const first = worldOver(kept, setting, approving, losing);
  const lost = await first.play('request', { key: 'k' }).catch((thrown: unknown) => thrown);
  if (!(lost instanceof Lost)) return undefined;
  between(kept);
  const second = worldOver(kept, setting, approving);
  expect(await second.play('request', { key: 'k', resumed: true })).toMatchObject({ ending: 'completed' });
  return { first, second };
}

const told = (world: World) => world.inputsOf('issueCertificate')[0];
const isVerifying = ({ state }: Record<string, unknown>) => state === 'verifying';
const without = (world: World, names: string[]) => world.names.filter((name) => names.includes(name));

describe('a request whose history is lost', () => {
  it.each<[string, Partial<Setting>]>([
    ['with an approval', { stages: [1, 1], needsApproval: true }],
    ['without one', { stages: [1] }],
    ['with leftovers', { stages: [1, 1], leftovers: { 1: 1 } }],
    ['that only erases', { stages: [1], exports: false }],
    ['that only exports', { stages: [1], erases: false }],
  ])('ends the same wherever it was lost: %s', async (_, setting) => {
    const whole = worldOver(new Kept(), setting, approving);
    await whole.play('request', { key: 'k' });
    let losses = 0;
    for (let losing = 0; ; losing += 1) {
      const both = await lose(setting, losing);
      if (!both) break;
      losses += 1;
      const { first, second } = both;
      expect(second.names.at(-1)).toBe('notify');
      const end = told(second);
      if (first.names.includes('issueCertificate')) continue;
      expect(end).toMatchObject({ plan: 'plan', decision: told(whole)?.decision, gaps: [] });
      expect(end?.package).toEqual(told(whole)?.package);
      expect(end?.state).toBeUndefined();
      const phases = (input: Record<string, unknown> | undefined) =>
        (input?.phases as string[]).map((link) => link.split('-')[1]);
      // Rounds that were done already need not come again; the phases before them must.
      expect(phases(told(whole))).toEqual(expect.arrayContaining(phases(end)));
      expect([...new Set(phases(end))]).toEqual([...new Set(phases(told(whole)))]);
      // What is gone would be taken for something that somebody else has erased.
      if (without(first, erasing).length > 0) expect(without(second, ['prepareShard', 'sealPackage'])).toEqual([]);
      // Nobody plans anew, or asks again, what was approved.
      if (first.names.includes('freezePlan')) {
        expect(second.inputsOf('inventoryPage').filter(({ pass }) => pass === 'plan-1')).toEqual([]);
      }
      if (first.names.includes('checkDecision'))
        expect(second.inputsOf('recordStage')).not.toContainEqual({ key: 'k', state: 'awaiting_approval' });
    }
    expect(losses).toBe(whole.names.length);
  });

  it('looks anew who owns the bytes before it erases on', async () => {
    const whole = worldOver(new Kept(), {});
    await whole.play('request', { key: 'k' });
    const both = await lose({}, whole.names.indexOf('eraseBytes') + 1);
    const names = both?.second.names ?? [];
    expect(both?.first.names).toContain('eraseBytes');
    expect(names.indexOf('rebuildSharing')).toBeGreaterThan(-1);
    expect(names.indexOf('rebuildSharing')).toBeLessThan(names.indexOf('eraseBytes'));
  });

  it('goes on waiting, also where the settings need no approval by now, and until the same day', async () => {
    const kept = new Kept();
    const quiet = { event: () => undefined };
    const first = worldOver(kept, { needsApproval: true, expiryDays: 14 }, quiet, 12);
    await expect(first.play('request', { key: 'k' })).resolves.toBeDefined();
    kept.ended = false;
    const second = worldOver(kept, { needsApproval: false, expiryDays: 14 }, quiet);
    second.now = new Date(begin.getTime() + 10 * 86_400_000);
    await second.play('request', { key: 'k', resumed: true });
    expect(told(second)).toMatchObject({ state: 'expired' });
    expect(second.now).toEqual(new Date(begin.getTime() + 14 * 86_400_000));
    expect(second.names).not.toContain('checkDecision');
  });

  it('takes a decision whose event nobody heard', async () => {
    for (const [blob, state] of [
      ['yes', undefined],
      ['no', 'rejected'],
    ] as const) {
      const kept = Object.assign(new Kept(), { planned: true, waitingSince: begin.toISOString(), decision: { blob } });
      const world = worldOver(kept, { needsApproval: true });
      await world.play('request', { key: 'k', resumed: true });
      expect(told(world)?.state).toBe(state);
      expect(world.inputsOf('checkDecision')).toEqual([{ key: 'k', planHash: 'hash', blob }]);
    }
  });

  it('that was cancelled meanwhile tells what had been erased', async () => {
    for (let losing = 1; ; losing += 1) {
      const both = await lose({ stages: [1, 1], needsApproval: true }, losing, (kept) => (kept.cancelled = true));
      if (!both) break;
      const { first, second } = both;
      if (first.names.includes('issueCertificate')) continue;
      expect(told(second)?.state).toBe(first.inputsOf('recordStage').some(isVerifying) ? undefined : 'cancelled');
      if (without(first, erasing).length === 0) continue;
      // All shards, since nobody knows which of them were begun.
      if (!first.inputsOf('recordStage').some(isVerifying)) {
        expect(second.inputsOf('eraseBytes').map(({ shard, resumed }) => ({ shard, resumed }))).toEqual(
          [0, 1].map((shard) => ({ shard, resumed: true })),
        );
      }
      expect(second.names).toContain('verifyShard');
    }
  });

  it('issues what was about to be issued', async () => {
    const ending = { key: 'k', phases: ['one'], gaps: [], plan: 'plan', state: 'cancelled' };
    const world = new World({
      activity: (call, attempt) =>
        call.name === 'openRequest'
          ? { ...(steps().activity(call, attempt) as object), resume: { ended: false, ending } }
          : steps().activity(call, attempt),
    });
    await world.play('request', { key: 'k', resumed: true });
    expect(world.names).toEqual(['openRequest', 'issueCertificate', 'notify']);
    expect(told(world)).toEqual(ending);
  });
});
