import * as fc from 'fast-check';
import { addToDraft, eraseOrder, settle, weakenDoubtful, type Draft } from '../../../../src/requests/plan/draft-plan';
import type { InventoryLine } from '../../../../src/requests/plan/inventory';
import { refOf } from '../../../../src/requests/keys';
import type { PlanItem } from '../../../../src/requests/plan/plan';
import { nothingLearned } from '../../../../src/requests/plan/selection';
import { resourceTypeNames } from '../../../../src/resources/registry';
import type { Found } from '../../../../src/resources/resource-type';
import type { ByteRange } from '../../../../src/storage/uri';
import { creator, found, stored, workspace } from './found';

const request = stored({
  subject: {
    identities: [
      { type: 'upn', value: 'anna@x.y' },
      { type: 'display_name', value: 'Anna' },
    ],
  },
});
const theirs = [creator({ principal: 'anna@x.y' })];
const weakly = [creator({ displayName: 'Anna' })];
const lineage = (parent: string) => ({
  strength: 'strong' as const,
  rule: 'lineage' as const,
  by: `part_of:${refOf(`${workspace}/jobs/${parent}`)}`,
});
const line = (thing: Found, type = 'job', evidence: InventoryLine['evidence'] = lineage('p')): InventoryLine => ({
  ...{ type, workspace, found: thing, evidence },
});
const draftOf = (...lines: InventoryLine[]): Draft => {
  const draft: Draft = new Map();
  lines.forEach((each, page) => addToDraft(draft, request, nothingLearned, each, page));
  return draft;
};
const itemOf = (draft: Draft, id: string): PlanItem => {
  const item = draft.get(refOf(id))?.item;
  if (!item) throw new Error(`The draft has no ${id}.`);
  return item;
};
const jobId = (name: string) => `${workspace}/jobs/${name}`;
const prefix = (path: string): ByteRange => ({ account: 'a', container: 'c', path, kind: 'prefix' });
const settled = (draft: Draft, mayTakeBytes = (item: PlanItem) => item.type === 'job') => {
  const ordered = eraseOrder(draft);
  settle(ordered, mayTakeBytes, () => true);
  return ordered.map(({ item }) => item);
};

describe('addToDraft', () => {
  it('leaves out what is not theirs after all', () => {
    expect(draftOf(line(found('j', { actors: [creator({ principal: 'bob@x.y' })] }))).size).toBe(0);
  });

  it('makes one item of a child that came as itself and below its parent', () => {
    const child = found('c', { actors: theirs });
    const below = { ...child, id: child.id.toUpperCase(), follows: true, partOf: [jobId('p')], rank: 1 };
    for (const lines of [
      [line(child), line(below)],
      [line(below), line(child)],
    ]) {
      const draft = draftOf(...lines);
      expect([draft.size, itemOf(draft, jobId('c')).rank]).toEqual([1, 1]);
      expect(itemOf(draft, jobId('c')).partOf).toEqual([jobId('p')]);
    }
  });

  it('takes along a child that somebody else is named for, with the reason', () => {
    const child = found('c', { actors: [creator({ principal: 'service@x.y' })], follows: true, partOf: [jobId('p')] });
    expect(itemOf(draftOf(line(child)), jobId('c'))).toMatchObject({
      strength: 'strong',
      evidence: [{ rule: 'lineage' }],
    });
  });

  it('lets strong evidence win over weak, in either order', () => {
    const lines = [line(found('j', { actors: weakly })), line(found('j', { actors: theirs }))];
    for (const each of [lines, [...lines].reverse()])
      expect(itemOf(draftOf(...each), jobId('j')).strength).toBe('strong');
    expect(itemOf(draftOf(...lines), jobId('j')).evidence).toHaveLength(2);
  });
});

describe('weakenDoubtful', () => {
  const two = (draft: Draft) =>
    weakenDoubtful(draft, [
      { ref: refOf(jobId('j1')), objectId: 'o1' },
      { ref: refOf(jobId('j2')), objectId: 'o2' },
    ]);

  it('does nothing for one person, however the id is written', () => {
    const draft = draftOf(line(found('j1', { actors: theirs })));
    const same = ['AB', 'ab'].map((objectId) => ({ ref: refOf(jobId('j1')), objectId }));
    expect(weakenDoubtful(draft, same)).toEqual([]);
    expect(itemOf(draft, jobId('j1')).strength).toBe('strong');
  });

  it('makes the matches of two people weak, and tells', () => {
    const draft = draftOf(line(found('j1', { actors: theirs })), line(found('j2', { actors: theirs })));
    expect(two(draft)).toEqual([{ code: 'identity_conflict', type: 'job', detail: '2 object ids under one UPN' }]);
    expect(['j1', 'j2'].map((name) => itemOf(draft, jobId(name)).strength)).toEqual(['weak', 'weak']);
  });

  it('makes weak the children of a job that is theirs by its display name only, whoever made them', () => {
    const child = found('c', { follows: true, partOf: [jobId('p')] });
    const draft = draftOf(line(found('p', { actors: weakly })), line(child));
    expect(weakenDoubtful(draft, [])).toEqual([]);
    expect(itemOf(draft, jobId('c')).strength).toBe('weak');
    const sure = draftOf(line(found('p', { actors: theirs })), line(child));
    weakenDoubtful(sure, []);
    expect(itemOf(sure, jobId('c')).strength).toBe('strong');
  });

  it('makes weak what is theirs only by such a job: children, their children, and what these made', () => {
    const child = found('c', { follows: true, partOf: [jobId('j1')] });
    const grandchild = found('g', { follows: true, partOf: [jobId('j1'), jobId('c')] });
    const model = found('m:1', { id: `${workspace}/models/m/versions/1`, madeBy: ['j2'], follows: true });
    const draft = draftOf(
      line(grandchild, 'job', lineage('c')),
      line(child, 'job', lineage('j1')),
      line(model, 'model', { strength: 'strong', rule: 'lineage', by: `job:${refOf('j2')}` }),
      line(found('j1', { actors: theirs })),
      line(found('j2', { actors: theirs })),
    );
    two(draft);
    expect([...draft.values()].map(({ item }) => item.strength)).toEqual(['weak', 'weak', 'weak', 'weak', 'weak']);
  });

  it('leaves what other evidence makes sure', () => {
    const child = found('c', { follows: true, partOf: [jobId('sure')] });
    const draft = draftOf(
      line(child, 'job', lineage('sure')),
      line(found('j1', { actors: theirs })),
      line(found('j2', { actors: theirs })),
    );
    const evidence = { strength: 'strong' as const, rule: 'object_id' as const, by: 'run_history:created_by' };
    itemOf(draft, jobId('j2')).evidence.push(evidence);
    two(draft);
    expect(['c', 'j1', 'j2'].map((name) => itemOf(draft, jobId(name)).strength)).toEqual(['strong', 'weak', 'strong']);
  });
});

describe('eraseOrder', () => {
  const thing = fc.record({
    type: fc.constantFrom(...resourceTypeNames),
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    rank: fc.nat(2),
  });

  it('puts what uses before what is used, parents before children, and is the same however things were found', () => {
    fc.assert(
      fc.property(fc.uniqueArray(thing, { selector: ({ type, name }) => type + name }), (things) => {
        const lines = things.map(({ type, name, rank }) =>
          line(found(name, { id: `${workspace}/${type}/${name}`, rank, actors: theirs }), type),
        );
        const make = (all: InventoryLine[]): Draft => {
          const draft: Draft = new Map();
          for (const each of all) addToDraft(draft, request, nothingLearned, each, 0);
          return draft;
        };
        const ordered = eraseOrder(make(lines)).map(({ item }) => item);
        expect(eraseOrder(make([...lines].reverse())).map(({ item }) => item)).toEqual(ordered);
        ordered.slice(1).forEach((item, at) => {
          const before = ordered[at] ?? item;
          const [a, b] = [before, item].map(({ type }) => resourceTypeNames.indexOf(type));
          expect((a ?? 0) * 10 + before.rank).toBeLessThanOrEqual((b ?? 0) * 10 + item.rank);
        });
      }),
    );
  });
});

describe('settle', () => {
  it('keeps weak matches and what is in use by something outside', () => {
    const model = (usedBy?: string[]) =>
      found('m:1', { id: `${workspace}/models/m/versions/1`, actors: theirs, usedBy });
    const endpoint = `${workspace}/onlineEndpoints/e`;
    expect(settled(draftOf(line(found('j', { actors: weakly }))))[0]?.keep?.outcome).toBe('weak_match');
    expect(settled(draftOf(line(model([endpoint]), 'model')))[0]?.keep?.outcome).toBe('in_use');
    expect(settled(draftOf(line(model([]), 'model')))[0]?.keep).toBeUndefined();
  });

  it('what only planned things use is not in use, unless those are kept', () => {
    const model = line(
      found('m:1', {
        id: `${workspace}/models/m/versions/1`,
        actors: theirs,
        usedBy: [`${workspace}/ONLINEENDPOINTS/e`],
      }),
      'model',
    );
    const endpoint = (fields: Partial<Found>) =>
      line(found('e', { id: `${workspace}/onlineEndpoints/e`, actors: theirs, ...fields }), 'onlineEndpoint');
    const outcomes = (fields: Partial<Found>) =>
      settled(draftOf(model, endpoint(fields))).map((item) => item.keep?.outcome);
    expect(outcomes({})).toEqual([undefined, undefined]);
    expect(outcomes({ usedBy: [`${workspace}/onlineEndpoints/e`] })).toEqual(['in_use', 'in_use']);
  });

  it('asks one question about a weak match and what only it uses', () => {
    const user = (name: string) => `${workspace}/onlineEndpoints/${name}`;
    const model = (...usedBy: string[]) =>
      line(found('m:1', { id: `${workspace}/models/m/versions/1`, actors: theirs, usedBy }), 'model');
    const endpoint = line(found('e', { id: user('e'), actors: weakly }), 'onlineEndpoint');
    const keeps = (...lines: InventoryLine[]) => settled(draftOf(...lines)).map(({ keep }) => keep?.reason);
    expect(keeps(model(user('e')), endpoint)).toEqual(['display_name_only', 'used_by_weak_match']);
    expect(keeps(model(user('e'), user('outside')), endpoint)).toEqual(['display_name_only', 'in_use']);
  });

  it('keeps what something needs that stays for whatever reason, in whatever order', () => {
    const model = line(
      found('m:1', { id: `${workspace}/models/m/versions/1`, actors: theirs, ranges: [prefix('m/')] }),
      'model',
    );
    const needed = (type: string, path: string, by: string) =>
      line(found(path, { id: `${workspace}/${path}`, actors: theirs, usedBy: [`${workspace}/${by}`] }), type);
    const step = needed('component', 'components/a/versions/1', 'components/b/versions/1');
    const pipeline = needed('component', 'components/b/versions/1', 'schedules/outside');
    const draft = draftOf(model, needed('datastore', 'datastores/d', 'models/m/versions/1'), step, pipeline);
    itemOf(draft, `${workspace}/models/m/versions/1`).sharedWith = [{ id: 'x', range: prefix('m/n/') }];
    const items = settled(draft, ({ type }) => type === 'model');
    expect(items.map(({ name, keep }) => [name, keep?.outcome])).toEqual([
      ['m:1', 'shared_skipped'],
      ['components/a/versions/1', 'in_use'],
      ['components/b/versions/1', 'in_use'],
      ['datastores/d', 'in_use'],
    ]);
  });

  it('says once which bytes two items share, with the first', () => {
    const version = (name: string, path: string, rank = 0) =>
      line(
        found(name, { id: `${workspace}/models/m/versions/${name}`, actors: theirs, ranges: [prefix(path)], rank }),
        'model',
      );
    const items = settled(draftOf(version('2', 'x/'), version('1', 'x/'), version('3', 'x/y/'), version('4', 'xy/')));
    expect(items.map((item) => item.ranges[0]?.coveredBy)).toEqual([
      undefined,
      items[0]?.ref,
      items[0]?.ref,
      undefined,
    ]);
  });

  it('keeps the record of a job whose bytes somebody else owns too', () => {
    const job = line(found('j', { actors: theirs }));
    const run = line(
      found('j', { id: `${workspace}/runs/j`, actors: theirs, ranges: [prefix('ExperimentRun/dcid.j/')] }),
      'runHistory',
    );
    const draft = draftOf(job, run, line(found('j2', { actors: theirs })));
    itemOf(draft, `${workspace}/runs/j`).sharedWith = [{ id: 'x', range: prefix('ExperimentRun/dcid.j/m/') }];
    const kept = settled(draft).map((item) => [item.name, item.type, item.keep?.outcome]);
    expect(kept).toEqual([
      ['j', 'runHistory', undefined],
      ['j', 'job', 'shared_skipped'],
      ['j2', 'job', undefined],
    ]);
  });

  it.each(['/resourceGroups/jobs/', '/workspaces/jobs/'])('also where something else is called jobs: %s', (part) => {
    const place = workspace
      .replace(part.startsWith('/r') ? '/resourceGroups/rg/' : /\/workspaces\/ws$/, part)
      .replace(/\/$/, '');
    const job = line(found('j', { id: `${place}/jobs/j`, actors: theirs }));
    const run = line(found('j', { id: `${place}/runs/j`, actors: theirs }), 'runHistory');
    const draft = draftOf(job, run);
    itemOf(draft, `${place}/runs/j`).sharedWith = [{ id: 'x', range: prefix('a/') }];
    expect(settled(draft).map((item) => item.keep?.outcome)).toEqual([undefined, 'shared_skipped']);
  });
});
