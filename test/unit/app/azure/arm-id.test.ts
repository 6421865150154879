import { childId } from '../../../../src/azure/arm-id';

const workspace = '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w';

describe('ids of things in a workspace', () => {
  it('keep plain names as they are', () => {
    expect(childId(workspace, 'jobs', 'job-1.a_b')).toBe(`${workspace}/jobs/job-1.a_b`);
  });

  it.each(['a%20b', 'q?y', 'x#1', 'back\\slash', 'end ', '%2e%2e', 'näme', 'p+q&r', "it's=ok;,", 'line\nfeed', 'a%zz'])(
    'lead a call to exactly what is named: %j',
    (name) => {
      const url = new URL(`${childId(workspace, 'jobs', name)}?x=1`, 'https://arm.example');
      expect(url.search).toBe('?x=1');
      expect(url.hash).toBe('');
      const path = url.pathname.slice(`${workspace}/jobs/`.length);
      expect(decodeURIComponent(path)).toBe(name);
      expect(url.pathname.startsWith(`${workspace}/jobs/`)).toBe(true);
    },
  );

  it.each(['', '.', '..', 'a/b', 'x\ud800', '\udc00y'])('are refused for %j, which would lead elsewhere', (name) => {
    expect(() => childId(workspace, 'jobs', name)).toThrow('cannot stand in a path');
  });
});
