import { requestUrl, viewOf } from '../../../../src/functions/view';
import type { RequestStatus } from '../../../../src/requests/request-store';
import { isTerminal, requestStates } from '../../../../src/requests/states';

const status = (fields: Partial<RequestStatus> = {}): RequestStatus => ({
  ...{ key: 'secret-key', state: 'inventorying', action: 'erase', dryRun: false, receivedAt: 't', timeline: {} },
  ...{ progress: {}, gapCount: 0, started: true },
  ...fields,
});
const full: Partial<RequestStatus> = {
  plan: { blob: 'requests/secret-key/plan', hash: 'ph', version: 1 },
  certificate: { blob: 'requests/secret-key/certificate', sha256: 'cs' },
  package: { contents: 'c', blob: 'b', bytes: 1, files: 2 },
};

describe('viewOf', () => {
  it('links to what can be done now, and to nothing else', () => {
    for (const state of requestStates) {
      const { links, stage } = viewOf('r 1', status({ state }));
      expect('approval' in links).toBe(state === 'awaiting_approval');
      expect('cancel' in links).toBe(!isTerminal(state));
      expect(stage).toBe(isTerminal(state) ? 'ended' : state);
      expect(Object.keys(links).filter((name) => ['plan', 'certificate', 'package'].includes(name))).toEqual([]);
    }
    expect(viewOf('r', status({ ...full, state: 'completed' })).links).toEqual({
      self: '/api/requests/r',
      plan: '/api/requests/r/plan',
      certificate: '/api/requests/r/certificate',
      package: '/api/requests/r/package',
    });
  });

  it('shows no key and no blob name', () => {
    expect(JSON.stringify(viewOf('r', status({ ...full, state: 'completed' })))).not.toMatch(/secret-key|blob/);
  });

  it('escapes ids in links', () => expect(requestUrl('a/b?c#d e')).toBe('/api/requests/a%2Fb%3Fc%23d%20e'));
});
