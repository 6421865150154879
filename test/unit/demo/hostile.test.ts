import * as fc from 'fast-check';
import { startedText } from '../../../local/cli/start-text';
import type { PlanView, RequestView } from '../../../local/demo/api';
import { proofLines } from '../../../local/demo/proof-lines';
import { endText, refusalText } from '../../../local/demo/story';
import { planLines, type CertificateView } from '../../../local/demo/tables';
import { doneLine } from '../../../local/demo/view';
import type { RunningSystem } from '../../../local/system/system';
import { Report } from '../../../tools/verify-certificate/report';
import { acting, hostileText } from '../../hostile';

const totals = { items: 1, blobs: 1, bytes: 1, weak: 1, inUse: 1, shared: 1 };

/** A certificate whose every text holds this one. */
function certificateOf(hostile: string): CertificateView {
  // Types, outcomes and codes are the app's own words: none is one that every object knows.
  const text = `x${hostile}`;
  const gap = { code: text, type: text, workspace: text, detail: text };
  const items = { [text]: { [text]: 1, failed: 1, shared_skipped: 1 } };
  return {
    ...{ state: text, unsigned: text, scope: { resourceTypes: [text] }, outcomeShards: [] },
    results: {
      kept: ['failed', 'shared_skipped', text].map((outcome) => ({ type: text, outcome, reason: text })),
      items: { export: items, erase: items },
      blobs: { export: { [text]: { [text]: { blobs: 1, bytes: 1 } } }, erase: {} },
    },
    ...{ gaps: [gap, { code: text, type: text, workspace: text }], notices: [gap] },
  };
}

function planOf(hostile: string): PlanView {
  const text = `x${hostile}`;
  const model = { name: text, version: text, workspace: text, deployments: [text, `/onlineEndpoints/${text}`] };
  return {
    ...{ hash: text, counts: { [text]: { items: 1, blobs: 1, bytes: 1, kept: 0 } }, totals, workspaces: [text, text] },
    ...{ effects: [text], items: [], lineage: [{ ...model, planned: false }] },
  };
}

describe('what a terminal shows', () => {
  it('is text, whatever things in Azure are called', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const request: RequestView = {
          ...{ id: text, state: text, action: text, dryRun: false, timeline: {}, progress: {}, failure: text },
          links: {},
        };
        const certificate = certificateOf(text);
        const report = new Report();
        report.wrong(text, text);
        const system = { users: [{ name: 'a', roles: [] }], azurite: {}, emulator: { ready: {} } };
        const shown = [
          ...planLines(planOf(text)),
          ...proofLines({ ...certificate, stage: 'inaccessible', irrecoverableOn: text }),
          endText(request, { certificate, files: {}, message: undefined, packageFiles: 0 }, 'out'),
          endText(request, { certificate: undefined, files: {}, message: undefined, packageFiles: 0 }, 'out'),
          refusalText({ title: text, faults: [{ pointer: text, detail: text }] }),
          doneLine('Request', text, 1),
          report.text(),
          startedText(system as unknown as RunningSystem, [text]),
        ];
        expect(shown.join('\n')).not.toMatch(acting);
      }),
      { numRuns: 300 },
    );
  });

  it('has no line that begins with what came from outside', () => {
    const forged = '\nCompleted: everything';
    const text = endText(
      { ...{ id: 'x', state: 'failed', action: 'erase', dryRun: false, timeline: {}, progress: {} }, links: {} },
      { certificate: certificateOf(forged), files: {}, message: undefined, packageFiles: 0 },
      'out',
    );
    expect(text.split('\n').filter((line) => line.startsWith('Completed'))).toEqual([]);
  });
});
