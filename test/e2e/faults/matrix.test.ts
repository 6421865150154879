import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificate } from '../../../src/requests/certificate/certificate';
import type { PlanItem } from '../../../src/requests/plan/plan';
import type { Proxies } from '../../../local/system/proxies';
import type { Listing } from '../../../local/listing/list-everything';
import { workspaceId, World } from '../harness';
import { contradictions } from '../reality';
import { zelda } from '../seeds';
import { cases } from './cases';
import { proxyOf, type FaultCase, type Place } from './fault-case';
import { seedOf } from './seed';

/** What is committed, and what docs/reliability.md is made of. */
interface Row {
  where: string;
  what: string;
  /** The state, and what the certificate says was not done. */
  seen: string[];
}

/** What became of the request of a group. */
interface Ended {
  state: string;
  /** Gaps and items that stayed; items with their names. */
  told: string[];
  /** Contradictions between the certificate and the independent listing. */
  untrue: string[];
}

const file = join(__dirname, 'results.json');
/** Rewrites the committed results with what was seen, for whoever changed the matrix and has read the difference. */
const rewrites = process.env.FAULTS_UPDATE === '1';
const only = process.env.FAULTS_ONLY?.split(',');
const chosen = cases.filter(({ group }) => only?.includes(group) ?? true);
const groups = [...new Set(chosen.map(({ group }) => group))];
const erased = ['job', 'runHistory', 'model'];
const types = ['dataAsset', 'component', 'environment', 'code', 'schedule', 'compute', 'connection'];
const manyTypes = [...erased, ...types, 'onlineEndpoint', 'batchEndpoint'];

jest.setTimeout(600_000);

describe('services that misbehave', () => {
  let world: World;
  const ends = new Map<string, Ended>();
  const hits = new Map<FaultCase, number>();

  beforeAll(async () => {
    world = await World.start(seedOf(groups.map(placeOf)), {
      ...{ proxied: true, testClock: true },
      settings: { POLL_SECONDS: '1', POLL_ROUNDS: '15', ANSWER_SECONDS: '6', VERIFY_ROUNDS: '2' },
    });
    const before = await world.listCustomers();
    let going = true;
    const ended = Promise.all(groups.map(run)).finally(() => (going = false));
    // Whoever waits by a timer goes on soon; meanwhile the clock jumps forward by an hour, again and again.
    for (let turn = 1; going; turn += 1) {
      const jumps = turn % 20 === 0;
      await world.advanceDays((jumps ? 3_600 : 30) / 86_400);
      if (jumps) for (const one of chosen.filter(({ clock }) => clock)) hits.set(one, (hits.get(one) ?? 0) + 1);
      await Promise.race([ended.catch(() => undefined), new Promise((next) => setTimeout(next, 300))]);
    }
    const certified = await ended;
    const after = await world.listCustomers();
    for (const { group, plan, certificate } of certified) {
      const mine = (listing: typeof before) => ofPlace(listing, placeOf(group));
      const untrue = contradictions(certificate, plan, mine(before), mine(after));
      ends.set(group, { state: certificate.state, told: toldBy(certificate, plan), untrue });
    }
    if (!rewrites) return;
    const known = JSON.parse(readFileSync(file, 'utf8')) as Row[];
    const all = cases.map((one, at) => (chosen.includes(one) ? rowOf(one) : known[at]));
    writeFileSync(file, `${JSON.stringify(all, undefined, 2)}\n`);
  });
  afterAll(() => world.stop());

  async function run(group: string) {
    const proxies = world.system.proxies as Proxies;
    const place = { ...placeOf(group), arm: proxies.emulator.url };
    const id = `fault-${group}`;
    const begin = (from: FaultCase['from']) => {
      for (const one of chosen.filter((each) => each.group === group && each.from === from)) {
        for (const { at, method, path, times, skip, fault } of one.faults(place)) {
          const onHit = () => hits.set(one, (hits.get(one) ?? 0) + 1);
          proxyOf(proxies, at).add({ match: { method, path }, times, skip, fault, onHit });
        }
      }
    };
    begin(undefined);
    const resourceTypes = ['lists', 'lost-lists', 'shared'].includes(group) ? manyTypes : erased;
    await world.send('privacy-requests', {
      ...{ requestId: id, action: 'export_and_erase', subject: zelda },
      scope: { workspaces: [workspaceId(place.workspace)], resourceTypes },
    });
    await world.until(id, ['awaiting_approval'], 550, 1_000);
    const { body: plan } = await world.call<{ items: PlanItem[] }>('GET', `/api/requests/${id}/plan`, 'reader');
    begin('erase');
    await world.approve(id, { acceptWeak: true });
    await world.end(id, 550, 1_000);
    const { body } = await world.call<Certificate>('GET', `/api/requests/${id}/certificate`, 'reader');
    return { group, plan: plan.items, certificate: body };
  }

  /** What was seen of a case; names of items are no part of it. */
  function rowOf({ group, where, what, about = /^/ }: FaultCase): Row {
    const { state = 'unknown', told = [] } = ends.get(group) ?? {};
    const mine = told.filter((text) => about.test(text)).map((text) => text.replace(/ \([^)]*\)$/, ''));
    return { where, what, seen: [state, ...new Set(mine)] };
  }

  it.each(chosen.map((one) => [`${one.where}: ${one.what}`, one] as const))('%s', (_, one) => {
    const { seen } = rowOf(one);
    if (one.end === 'completed') expect(seen).toEqual(['completed']);
    else expect(seen).toEqual(expect.arrayContaining(['completed_with_gaps', ...one.end]));
    // The fault was met, and not for ever.
    expect(hits.get(one) ?? 0).toBeGreaterThan(0);
    expect(hits.get(one) ?? 0).toBeLessThanOrEqual(one.most);
  });

  it.each(groups)('leave a true certificate (%s)', (group) => {
    expect(ends.get(group)?.untrue).toEqual([]);
  });

  it('are documented as they were seen', () => {
    const committed = JSON.parse(readFileSync(file, 'utf8')) as Row[];
    const wanted = committed.filter((_, at) => chosen.some((one) => one === cases[at]));
    expect(chosen.map(rowOf)).toEqual(wanted);
  });
});

/** The workspace and account of a group. Storage accounts have letters and digits only. */
function placeOf(group: string): Place {
  return { workspace: group, account: `st${group.replace(/[^a-z]/g, '')}`, arm: '' };
}

/** What a listing shows of one group. */
function ofPlace(listing: Listing, { workspace, account }: Place) {
  const at = workspaceId(workspace).toLowerCase();
  return {
    ...listing,
    records: listing.records.filter((record) => record.workspace.toLowerCase() === at),
    blobs: listing.blobs.filter((blob) => blob.account === account),
  };
}

/** What the certificate says was not done: gaps, and items that stayed, with their names. */
function toldBy({ gaps, results }: Certificate, plan: readonly PlanItem[]): string[] {
  const names = new Map(plan.map(({ mark, name }) => [mark, name]));
  const told = gaps.map(({ code, type, detail }) => `gap ${code} ${type}${detail ? ` ${detail}` : ''}`);
  const kept = results.kept.map(
    ({ mark, type, outcome, reason }) =>
      `erase ${type} ${outcome}${reason ? ` ${reason}` : ''} (${names.get(mark) ?? 'not planned'})`,
  );
  return [...told, ...kept].sort();
}
