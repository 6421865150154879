import {
  gapLines,
  keptLines,
  noticeLines,
  outcomesTable,
  planLines,
  type CertificateView,
} from '../../../local/demo/tables';
import { gapWords, keptWords, outcomeWords, size, wrap } from '../../../local/demo/words';
import { isGap, outcomeTable, type Outcome } from '../../../src/requests/outcomes';
import { gapCodes } from '../../../tools/docs/meanings';

const certificate: CertificateView = {
  state: 'completed_with_gaps',
  scope: { resourceTypes: ['job', 'model', 'compute'] },
  results: {
    kept: [
      { type: 'keyVault', outcome: 'soft_deleted', reason: 'until 2026-02-03' },
      { type: 'storageAccount', outcome: 'blocked', reason: 'lock freeze' },
      { type: 'notebook', outcome: 'blocked', reason: 'open_handle' },
      { type: 'notebook', outcome: 'blocked', reason: 'open_handle' },
      { type: 'model', outcome: 'in_use', reason: 'in_use' },
      {
        type: 'keyVault',
        outcome: 'in_use',
        reason: 'used_by /subscriptions/1/x/workspaces/one /subscriptions/1/x/workspaces/two',
      },
    ],
    items: {
      export: { job: { exported: 2 }, model: { failed: 1 } },
      erase: {
        job: { deleted: 2 },
        model: { in_use: 1, shared_skipped: 3 },
        keyVault: { soft_deleted: 1 },
        storageAccount: { blocked: 1 },
        notebook: { blocked: 2 },
      },
    },
    blobs: { export: { job: { exported: { blobs: 5, bytes: 2048 } } }, erase: {} },
  },
  outcomeShards: [],
  gaps: [
    { code: 'not_handled', type: 'upload', detail: 'here' },
    { code: 'not_handled', type: 'upload', detail: 'there' },
    { code: 'strange', type: 'job' },
  ],
  notices: [],
};

describe('what the demo prints', () => {
  it('has a row per type, step and outcome, and none for a type of which nothing was found', () => {
    const rows = outcomesTable(certificate)
      .split('\n')
      .filter((line) => line.startsWith('│'))
      .map((line) => line.split('│').map((cell) => cell.trim()));
    expect(rows.slice(1)).toEqual([
      ['', 'job', 'export', 'exported', '2', '5', '2.0 kB', ''],
      ['', '', 'erase', 'deleted', '2', '', '', ''],
      ['', 'model', 'export', 'failed', '1', '', '', ''],
      ['', '', 'erase', 'kept: in use', '1', '', '', ''],
      ['', '', 'erase', 'kept: shared', '3', '', '', ''],
    ]);
  });

  it('tells what is a gap from what must stay', () => {
    const gaps = keptLines(certificate, true).join('\n');
    expect(gaps).toContain('failed: 1 model (export)');
    expect(gaps).toContain('in_use: 1 model');
    expect(gaps).not.toContain('shared_skipped');
    expect(keptLines(certificate, false).join('\n')).toContain('shared_skipped: 3 model');
  });

  it('tells reasons that say more than the outcome: dates, locks, codes', () => {
    expect(keptLines(certificate, false).join('\n')).toContain('keyVault until 2026-02-03');
    const gaps = keptLines(certificate, true);
    expect(gaps.join('\n')).toContain('storageAccount lock freeze, notebook open_handle (2)');
    expect(gaps.join('\n')).not.toContain('model in_use');
    expect(gaps.join('\n')).toContain('keyVault used_by one two');
  });

  it('counts what names nobody by type and workspace', () => {
    const at = (name: string) => `/subscriptions/s/workspaces/${name}`;
    const notices = [
      { code: 'unattributed', type: 'upload', workspace: at('one'), detail: '3' },
      { code: 'unattributed', type: 'upload', workspace: at('two'), detail: '1' },
      { code: 'unattributed', type: 'snapshot', workspace: at('one'), detail: '2' },
    ];
    expect(noticeLines(notices)).toEqual([
      '    upload                    3 in one, 1 in two',
      '    snapshot                  2 in one',
    ]);
  });

  it('names the workspaces of a plan where there are several', () => {
    const plan = {
      ...{ hash: 'a'.repeat(64), counts: { job: { items: 2, blobs: 1, bytes: 1, kept: 0 } }, items: [] },
      totals: { items: 2, blobs: 1, bytes: 1, weak: 0, inUse: 0, shared: 0 },
      effects: [],
    };
    const lines = (...names: string[]) =>
      planLines({ ...plan, workspaces: names.map((name) => `/x/workspaces/${name}`) }).join('\n');
    expect(lines('one', 'two')).toContain('in 2 workspaces: one, two');
    expect(lines('one')).not.toContain('workspaces');
  });

  it('says what erasing comes to in the storage, and how much it leaves out', () => {
    const plan = {
      ...{ hash: 'a'.repeat(64), counts: {}, items: [], workspaces: [] },
      totals: { items: 0, blobs: 0, bytes: 0, weak: 0, inUse: 0, shared: 0 },
    };
    const effects = Array.from({ length: 15 }, (_, index) => `effect ${index}`);
    const shown = (number: number) => planLines({ ...plan, effects: effects.slice(0, number) }).join('\n');
    expect(shown(2)).toContain('  - effect 0\n  - effect 1\n  Frozen');
    expect(shown(15)).toContain('  - effect 11\n  - and 3 more, in the plan');
  });

  it('names models that have learned from the data and stay, with what serves them', () => {
    const totals = { items: 2, blobs: 1, bytes: 1, weak: 0, inUse: 0, shared: 0 };
    const plan = { hash: 'ab', counts: {}, totals, workspaces: ['/w'], items: [], effects: [] };
    const model = (name: string, planned: boolean, ...deployments: string[]) => ({
      ...{ name, version: '2', workspace: '/w', planned, deployments },
    });
    const text = planLines({
      ...plan,
      lineage: [
        model('churn', false, '/w/onlineEndpoints/live/deployments/blue', '/w/serverlessEndpoints/hosted'),
        model('gone', true),
        ...Array.from({ length: 6 }, (_, index) => model(`m${index}`, false)),
      ],
    }).join(' ');
    expect(text).toContain('churn 2 (served by live/blue, hosted), m0 2,');
    expect(text).toMatch(/and 2\s+more/);
    expect(text).not.toContain('gone');
    expect(planLines({ ...plan, lineage: [] }).join(' ')).not.toContain('trained');
    expect(planLines(plan).join(' ')).not.toContain('trained');
  });

  it('groups gaps by kind and shows the code of a kind that it does not know', () => {
    expect(gapLines(certificate.gaps)).toEqual([
      expect.stringMatching(/^ {2}not_handled: /),
      '    upload                    here',
      '                              there',
      '  strange',
      '    job',
    ]);
  });

  it('names the workspace where a gap has no place of its own', () => {
    const [, line] = gapLines([{ code: 'x', type: 'job', workspace: '/subscriptions/s/workspaces/team' }]);
    expect(line).toMatch(/^ {4}job +team$/);
  });

  it('says how many places it leaves out', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ code: 'x', type: 'upload', detail: `place-${index}` }));
    expect(gapLines(many).at(-1)?.trim()).toBe('and 12 more');
  });

  it('has words for every outcome and every gap, and takes the same outcomes for gaps as the app', () => {
    expect(Object.keys(outcomeWords).sort()).toEqual(Object.keys(outcomeTable).sort());
    // Notices have words of their own.
    const codes = Object.keys(gapCodes).filter((code) => code !== 'unattributed');
    expect(Object.keys(gapWords).sort()).toEqual(codes.sort());
    for (const [outcome, { gap }] of Object.entries(keptWords)) expect(isGap(outcome as Outcome)).toBe(gap);
  });

  it('breaks lines at spaces only', () => {
    expect(wrap('one two three', 9, '  ')).toEqual(['  one two', '    three']);
    expect(wrap('averylongwordwithoutspaces', 9, '')).toEqual(['averylongwordwithoutspaces']);
  });

  it('writes sizes for people', () => {
    expect([size(0), size(1), size(999), size(1500), size(999_999), size(3e9)]).toEqual([
      ...['0 bytes', '1 byte', '999 bytes', '1.5 kB', '1.0 MB', '3.0 GB'],
    ]);
  });
});
