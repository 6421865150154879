import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRequest, loadSeed, requestFor, withId } from '../../../local/demo/request-file';
import { demoOptions, startOptions } from '../../../local/demo/options';
import { exitCode } from '../../../local/demo/summary';
import { UserError } from '../../../local/demo/user-error';

describe('requests of the demo', () => {
  it('gives an id to a request without one, a new one each time', () => {
    const [one, two] = [withId({ action: 'export' }), withId({ action: 'export' })];
    expect(one.requestId).toMatch(/^demo-[0-9a-f]{8}$/);
    expect(one.body).toEqual({ requestId: one.requestId, action: 'export' });
    expect(two.requestId).not.toBe(one.requestId);
  });

  it.each([[{ requestId: 7 }], [['a']], ['text'], [null]])('leaves %j to the validation of the app', (body) => {
    expect(withId(body)).toEqual({ body, requestId: undefined });
  });

  it('refuses what no queue message can hold', () => {
    expect(() => withId({ reason: 'é'.repeat(25_000) })).toThrow(UserError);
  });

  it('names the first person of a seed by what identifies them, in all workspaces', () => {
    const workspaces = [{ name: 'one' }, { name: 'two', resourceGroup: 'rg' }];
    const ada = { key: 'ada', displayName: 'Ada', upn: 'ada@x.example' };
    expect(requestFor({ people: [ada], workspaces })).toMatchObject({
      subject: { identities: [{ type: 'upn', value: 'ada@x.example' }] },
      scope: {
        workspaces: [
          expect.stringMatching(/resourceGroups\/ml\/.*\/workspaces\/one$/),
          expect.stringMatching(/resourceGroups\/rg\/.*\/workspaces\/two$/),
        ],
      },
    });
    expect(requestFor({ people: [{ key: 'x', displayName: 'Xi' }], workspaces })).toMatchObject({
      subject: { identities: [{ type: 'display_name', value: 'Xi' }] },
    });
    expect(() => requestFor({ people: [], workspaces })).toThrow(UserError);
  });

  it('says in words what is wrong with a file', () => {
    const dir = mkdtempSync(join(tmpdir(), 'request-'));
    const file = join(dir, 'file.json');
    try {
      expect(() => loadSeed(file)).toThrow(/^There is no seed file/);
      expect(() => loadRequest(file)).toThrow(/^There is no request file/);
      writeFileSync(file, '{');
      expect(() => loadRequest(file)).toThrow(/is not JSON/);
      writeFileSync(file, '{"people": [], "workspaces": [], "colour": 1}');
      expect(() => loadSeed(file)).toThrow(/colour/);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});

describe('the command lines', () => {
  it('makes paths absolute and has defaults', () => {
    expect(demoOptions(['--out', 'there', '--json'])).toMatchObject({ out: join(process.cwd(), 'there'), json: true });
    expect(demoOptions([])?.seed).toMatch(/seeds\/contoso\.json$/);
    expect(startOptions([])).toMatchObject({ port: 7071, noHost: false });
  });

  it('names what is in use in the approval only when told to', () => {
    expect(demoOptions([])?.approveInUse).toBe(false);
    expect(demoOptions(['--approve-in-use'])?.approveInUse).toBe(true);
  });

  it('makes the request for a seed of its own', () => {
    expect(demoOptions(['--seed', 'mine.json'])?.request).toBeUndefined();
  });

  it('refuses what it does not know', () => {
    expect(() => demoOptions(['--sede', 'x'])).toThrow(UserError);
    expect(() => startOptions(['--port', '99999'])).toThrow(UserError);
    expect(() => startOptions(['extra'])).toThrow(UserError);
    expect(demoOptions(['--help'])).toBeUndefined();
  });

  it.each([
    ['completed', 0],
    ['completed_with_gaps', 2],
    ...['failed', 'rejected', 'refused', 'error', 'cancelled'].map((state) => [state, 1] as [string, number]),
  ] as [string, number][])('exits for %s with %i', (state, code) => expect(exitCode(state)).toBe(code));
});
