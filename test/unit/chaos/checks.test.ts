import { wrongAnswers } from '../../chaos/checks/answers';
import { wrongBytes } from '../../chaos/checks/bytes';
import { wrongExports } from '../../chaos/checks/exports';
import { placeOfUrl } from '../../chaos/checks/place';
import { wrongRecords } from '../../chaos/checks/records';
import { wrongStates } from '../../chaos/checks/states';
import { verdicts } from '../../chaos/checks/verdicts';
import type { Evidence, RequestEvidence } from '../../chaos/evidence';
import { answer, goodRound, honest, line, listings } from './evidence';

/** A good round with something else. */
const round = (more: Partial<Evidence>): Evidence => ({ ...goodRound(), ...more });
/** A good round whose one request is something else. */
const request = (more: Partial<RequestEvidence>): Evidence => round({ requests: [{ ...honest(), ...more }] });
const certificate = (more: object): Partial<RequestEvidence> => ({
  certificate: { ...honest().certificate, ...more } as RequestEvidence['certificate'],
});

it('finds nothing wrong with a good round', () => {
  expect(verdicts(goodRound()).filter(({ wrong }) => wrong.length > 0)).toEqual([]);
});

describe('the check of states', () => {
  const wrong = (more: Partial<RequestEvidence>, natural: string[] = []) => wrongStates({ ...request(more), natural });
  const view = (state: string) => ({ view: { id: 'chaos-1', state, links: {} } });

  it.each<[string, Partial<RequestEvidence>]>([
    ['not known', { view: undefined }],
    ['not ended', view('erasing')],
    ['no certificate', { certificate: undefined }],
    ['certificate says', { ...view('completed_with_gaps') }],
    ['completed, with weak_match', certificate({ results: { outcomes: { weak_match: 1 } } })],
    ['completed, with step_failed', certificate({ gaps: [{ code: 'step_failed' }] })],
    ['has none', { ...view('completed_with_gaps'), ...certificate({ state: 'completed_with_gaps' }) }],
    ['is failed', { ...view('failed'), ...certificate({ state: 'failed' }) }],
    ['nobody asked for that', { ...view('cancelled'), ...certificate({ state: 'cancelled' }) }],
    ['nobody did that', { ...view('rejected'), ...certificate({ state: 'rejected' }) }],
    ['nothing excuses: step_failed', certificate({ gaps: [{ code: 'step_failed' }] })],
    ['1 things failed', certificate({ results: { outcomes: { failed: 1 } } })],
  ])('finds "%s"', (what, more) => {
    expect(wrong(more).join()).toContain(what);
  });

  it('lets pass what the world gives by itself', () => {
    const state = 'completed_with_gaps';
    expect(
      wrong({ ...view(state), ...certificate({ state, gaps: [{ code: 'unreadable' }] }) }, ['unreadable']),
    ).toEqual([]);
  });
});

describe('the check of records', () => {
  it('finds a record that is said to be gone and is there', () => {
    expect(wrongRecords(round({ after: listings().before })).join()).toContain('says deleted, but it is there');
  });

  it('finds a record that is gone and that nobody says to have deleted', () => {
    expect(wrongRecords(request({ lines: [] })).join()).toContain('gone, and no request says that it deleted it');
    expect(wrongRecords(request({ lines: [line({ outcome: 'already_absent' })] })).join()).toContain('already_absent');
  });

  it('finds a record that changed without a plan, one that nobody made, one that was not archived', () => {
    const { before, after } = listings();
    const [other] = after.records;
    if (!other) throw new Error('There is no other record.');
    const changed = { ...after, records: [{ ...other, body: { changed: true } }] };
    expect(wrongRecords(round({ after: changed })).join()).toContain('in no approved plan');
    const more = { ...after, records: [other, { ...other, name: 'three' }] };
    expect(wrongRecords(round({ after: more })).join()).toContain('nobody made it');
    const archived = request({ lines: [line({ outcome: 'archived_only' })] });
    expect(wrongRecords({ ...archived, after: before }).join()).toContain('but it is active');
  });

  it('lets an endpoint lose the traffic of a deployment that was erased, and nothing else', () => {
    const workspace = listings().before.records[0]?.workspace ?? '';
    const endpoint = (properties: object) => ({
      ...{ type: 'onlineEndpoints', workspace, name: 'live', body: { properties } },
    });
    const after = (properties: object) => {
      const { before, after } = goodRound();
      before.records.push(endpoint({ traffic: { blue: 100 }, authMode: 'Key' }));
      after.records.push(endpoint(properties));
      const lines = [line({ ref: 'r2', id: `${workspace}/onlineEndpoints/live/deployments/blue` }), line()];
      return wrongRecords({ ...request({ lines }), before, after });
    };
    expect(after({ traffic: {}, authMode: 'Key' })).toEqual([]);
    expect(after({ traffic: {}, authMode: 'None' }).join()).toContain('in no approved plan');
  });

  it('lets one request delete what another finds absent', () => {
    const second = { ...honest('chaos-2'), lines: [line({ outcome: 'already_absent' })] };
    expect(wrongRecords(round({ requests: [second, honest()] }))).toEqual([]);
  });

  it('takes the last line about a thing', () => {
    const twice = request({ lines: [line({ outcome: 'failed' }), line()] });
    expect(wrongRecords(twice)).toEqual([]);
    expect(wrongRecords(request({ lines: [line(), line({ outcome: 'failed' })] })).length).toBeGreaterThan(0);
  });
});

describe('the check of bytes', () => {
  it('finds a blob that is said to be gone and is there, or can be restored', () => {
    const { before, after } = listings();
    expect(wrongBytes(round({ after: before })).join()).toContain('says deleted, but it is there');
    const blobs = before.blobs.map((blob) => ({
      ...blob,
      deletedAt: '2026-01-01T00:00:00Z',
      copy: 'deleted' as const,
    }));
    expect(wrongBytes(round({ after: { ...after, blobs } })).join()).toContain('restorable');
  });

  it('takes for erased blocks what is said of the blob that they were committed to', () => {
    const { before, after } = listings();
    const blobs = before.blobs.map((blob) => ({ ...blob, etag: '', copy: 'uncommitted' as const }));
    const good = round({ before: { ...before, blobs }, after: { ...after, blobs: blobs.slice(1) } });
    expect(wrongBytes(good)).toEqual([]);
    expect(wrongBytes({ ...good, after: good.before }).join()).toContain('says deleted, but it is there');
    expect(wrongBytes({ ...good, requests: [] }).join()).toContain('nobody says anything');
  });

  it('finds a blob that is gone, changed or new without anybody having said so', () => {
    const { before, after } = listings();
    expect(wrongBytes(request({ lines: [] })).join()).toContain('nobody says anything');
    const changed = before.blobs.map((blob) => ({ ...blob, etag: '"e9"' }));
    expect(wrongBytes(round({ after: { ...after, blobs: changed } })).join()).toContain('changed');
    const [kept] = after.blobs;
    if (!kept) throw new Error('There is no other blob.');
    const more = [kept, { ...kept, path: 'new' }];
    expect(wrongBytes(round({ after: { ...after, blobs: more } })).join()).toContain('nobody made it');
  });
});

it.each([
  ['https://h:1/store/azureml/a%20b/c.txt', 'blob store/azureml/a b/c.txt'],
  ['https://h:1/store/azureml/a?versionid=v1', 'blob store/azureml/a?v1'],
  ['https://h:1/store/azureml/a?snapshot=s1', 'blob store/azureml/a?s1'],
  ['https://h:1/_files/store/share/Users/a/', 'file store/share/Users/a/'],
  ['https://h:1/_registry/acr/v2/azureml/azureml_1/manifests/sha256:0', 'image acr/azureml/azureml_1/sha256:0'],
  ['https://h:1/_other/x', undefined],
  ['azureml://datastores/x', undefined],
  ['/subscriptions/s', undefined],
])('knows what %s names', (url, place) => {
  expect(placeOfUrl(url)).toBe(place);
});

describe('the check of exports', () => {
  const [file] = honest().files ?? [];
  if (!file) throw new Error('There is no file.');

  it('finds what was deleted without having been exported', () => {
    expect(wrongExports(request({ lines: [line()] })).join()).toContain('deleted without exporting it');
    expect(wrongExports(request({ lines: [line({ kind: 'blob' })] })).join()).toContain('deleted without exporting it');
    expect(wrongExports(request({ files: [{ ...file, etag: '"e0"' }] })).join()).toContain('its package has no copy');
  });

  it('finds a package that is not there, or does not hold what its manifest or the service had', () => {
    expect(wrongExports(request({ files: undefined })).join()).toContain('has no package');
    expect(wrongExports(request({ files: [{ ...file, sha256: 'x' }] })).join()).toContain('manifest');
    expect(wrongExports(request({ files: [{ ...file, found: undefined }] })).join()).toContain('manifest');
    const found = { md5: 'x', sha256: file.sha256, size: file.size };
    expect(wrongExports(request({ files: [{ ...file, found }] })).join()).toContain('not what the service held');
  });

  it('asks no export of a request that only erases', () => {
    const erasure = { ...honest(), lines: [line()], files: undefined };
    erasure.request = { ...erasure.request, body: { requestId: 'chaos-1', action: 'erase' } };
    expect(wrongExports(round({ requests: [{ ...erasure, ...certificate({ results: { outcomes: {} } }) }] }))).toEqual(
      [],
    );
  });
});

describe('the check of answers', () => {
  const bad = [{ step: 0, message: { requestId: 'bad-1' } }];
  const refusal = answer({ messageId: 'm2', requestId: 'bad-1', state: 'refused' });

  it('takes copies of one answer, and refusals that leave their message aside', () => {
    expect(wrongAnswers(round({ results: [answer(), answer()] }))).toEqual([]);
    const poison = [JSON.stringify({ requestId: 'bad-1' })];
    expect(wrongAnswers(round({ bad, poison, results: [answer(), refusal] }))).toEqual([]);
  });

  it.each<[string, Partial<Evidence>]>([
    ['chaos-1 has 0 answers', { results: [] }],
    ['chaos-1 has 2 answers', { results: [answer(), answer({ messageId: 'other' })] }],
    ['differ', { results: [answer(), answer({ state: 'failed' })] }],
    ['the answer says failed', { results: [answer({ state: 'failed' })] }],
    ['was not refused', { bad, poison: [JSON.stringify({ requestId: 'bad-1' })] }],
    ['was not put aside', { bad, results: [answer(), refusal] }],
    ['an answer to nothing', { results: [answer(), refusal] }],
    ['put aside without a reason', { poison: [JSON.stringify({ requestId: 'chaos-1' })] }],
    ['1 messages are left', { waiting: 1 }],
  ])('finds "%s"', (what, more) => {
    expect(wrongAnswers(round(more)).join()).toContain(what);
  });
});

it('passes on what the engine still has to do, what was refuted and who was named', () => {
  const found = verdicts(round({ running: ['a'], named: ['b'], requests: [{ ...honest(), refuted: ['c'] }] })).flatMap(
    ({ wrong }) => wrong,
  );
  expect(found).toEqual(['a', 'chaos-1: c', 'b']);
});
