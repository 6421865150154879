import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Certificate } from '../../../src/requests/certificate/certificate';
import { contentHash } from '../../../src/requests/keys';
import { verify } from '../../../tools/verify-certificate/verify';
import { line, MadeUp, published } from './made-up';

const until = '2026-01-16T00:00:00Z';
const made = new MadeUp([
  [line('a', 'failed', 'https://s/a'), line('b', 'soft_deleted', 'https://s/b', until)],
  [line('a', 'deleted', 'https://s/a'), line('a', 'deleted'), line('b', 'deleted'), line('c', 'shared_skipped')],
  [line('d', 'shared_skipped'), line('e', 'archived_only')],
]);
const { certificate, given } = made;
/** Without its signature, whoever changed something could still be told from the documents. */
const bare = { keys: undefined };

describe('what agrees with itself', () => {
  it('stands every check', () => {
    const report = verify({ ...given, sha256: ` ${contentHash(certificate)}\n` });
    expect(report.findings.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
  });

  it('is told not to be vouched for when there is neither key nor hash', () => {
    const report = verify({ ...given, keys: undefined });
    expect([report.failed, report.text()]).toEqual([false, expect.stringContaining('nothing shows who issued it')]);
  });

  it.each(['certificate', 'keys'] as const)('may begin with a byte order mark: the %s', (name) => {
    const file = made.write(`marked-${name}.json`, `\uFEFF${readFileSync(given[name] ?? '', 'utf8')}`);
    expect(verify({ ...given, [name]: file }).failed).toBe(false);
  });

  it('may be irrecoverable although copies were soft-deleted already when they were to be exported', () => {
    const hidden = { ...line('a', 'soft_deleted', 'https://s/a?versionid=1', until), step: 'export' as const };
    const gone = new MadeUp([[hidden, line('a', 'deleted', 'https://s/a?versionid=1'), line('a', 'deleted')]]);
    expect([gone.certificate.stage, gone.wrong()]).toEqual(['irrecoverable', []]);
  });

  it('may be given a document twice, and documents that a later certificate names', () => {
    const [first = ''] = given.records;
    const twice = made.write('copy-of-erase-0.ndjson', readFileSync(first, 'utf8'));
    const later = new MadeUp([[{ ...line('b', 'deleted', 'https://s/b'), at: '2026-02-01T00:00:00.000Z' }]]);
    const report = verify({ ...given, records: [...given.records, twice, ...later.given.records] });
    expect(report.failed).toBe(false);
    expect(report.text()).toContain('of the other certificate: erase-0.ndjson');
    expect(made.wrong({}, { records: [...given.records.slice(1), ...later.given.records] }).join()).toMatch(/erase-0/);
  });
});

describe('a signature is refused', () => {
  const jws = certificate.signature?.jws ?? '';
  const kid = certificate.signature?.kid ?? '';
  const [head = '', mark = ''] = jws.split('..');
  const header = (fields: object) => Buffer.from(JSON.stringify(fields)).toString('base64url');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const next = alphabet[(alphabet.indexOf(mark.slice(-1)) ^ 1) % 64] ?? '';
  const foreign = new MadeUp([[line('z', 'deleted')]]);
  it.each<[string, string]>([
    ['whose last character stands for the same bytes', `${head}..${mark.slice(0, -1)}${next}`],
    ['with something behind it', `${jws}=`],
    ['with a blank in it', `${head}..${mark.slice(0, 9)} ${mark.slice(9)}`],
    ['that is empty', `${head}..`],
    ['cut short', jws.slice(0, -4)],
    ['without algorithm', `${header({ alg: 'none', kid })}..${mark}`],
    ['by a shared secret', `${header({ alg: 'HS256', kid })}..${mark}`],
    ['of the other algorithm', `${header({ alg: 'PS256', kid })}..${mark}`],
    ['with a payload', jws.replace('..', '.e30.')],
    ['of another certificate', foreign.certificate.signature?.jws ?? ''],
    ['whose header is no object', `${Buffer.from('null').toString('base64url')}..${mark}`],
  ])('%s', (_what, changed) => {
    expect(made.wrong({ signature: { jws: changed, kid } }).join()).toContain('/signature/jws');
  });

  it('by a key that only says to be the published one', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const forged = new MadeUp([[line('z', 'deleted')]], {}, privateKey);
    expect(forged.wrong().join()).toContain('/signature/jws');
  });

  it('that was taken off, unless the hash is the one that was told', () => {
    const { signature: _, ...rest } = certificate;
    const unsigned = { ...rest, unsigned: 'no_key' } as Certificate;
    const changed = { signature: undefined, unsigned: 'no_key' };
    expect(made.wrong(changed).join()).toContain('/signature: missing (no_key)');
    expect(made.wrong(changed, { sha256: contentHash(unsigned) })).toEqual([]);
    expect(made.wrong(changed, bare)).toEqual([]);
    expect(made.wrong({ unsigned: 'no_key' }, bare).join()).toContain('/unsigned');
  });

  it.each([{ keys: {} }, { keys: [null, 1] }, {}])('when the keys are none: %j', (keys) => {
    const file = made.write('no-keys.json', JSON.stringify(keys));
    expect(made.wrong({}, { keys: file }).join()).toContain('not among the published keys');
  });
  it('is by the key that is published', () => expect(published?.kid).toBe(kid));
});

describe('what the documents contradict is refused, even without keys', () => {
  const { results, timeline } = certificate;
  it.each<[string, Record<string, unknown>, string]>([
    ['no tree', { outcomeTree: undefined }, '/outcomeTree/leaves'],
    ['no stage', { stage: undefined, irrecoverableOn: undefined }, '/stage: missing, but erase-0.ndjson, line 2'],
    ['a final stage', { stage: 'irrecoverable', irrecoverableOn: undefined }, '/stage: irrecoverable'],
    ['no date', { irrecoverableOn: undefined }, '/irrecoverableOn: missing'],
    ['an earlier date', { irrecoverableOn: '2026-01-15T00:00:00.000Z' }, '/irrecoverableOn: earlier'],
    ['a later date', { irrecoverableOn: '2027-01-15T00:00:00.000Z' }, '/irrecoverableOn: later'],
    ['another state', { state: 'cancelled' }, '/state: cancelled, but /timeline'],
    ['one kept item twice', { results: { ...results, kept: results.kept.map(() => results.kept[0]) } }, 'results/kept'],
    ['other shards first', { outcomeShards: [...certificate.outcomeShards].reverse() }, '/outcomeTree/root'],
  ])('%s', (_what, fields, place) => {
    expect(Object.keys(timeline)).toEqual(['completed']);
    expect(made.wrong(fields, bare).join('\n')).toContain(place);
  });
});

describe('a proof is refused', () => {
  const proof = made.proof(0, 2);
  const [first, second] = proof.lines;
  const wrong = (fields: object) =>
    made.wrong({}, { proof: made.write('p.json', JSON.stringify({ ...proof, ...fields })) });
  it('unless it is right', () => expect(wrong({})).toEqual([]));
  it.each<[string, object, string]>([
    ['of another request', { requestId: 'r-2' }, '/requestId'],
    ['by another algorithm', { algorithm: 'none' }, '/algorithm'],
    ['in another order', { lines: [second, first] }, '/lines/1'],
    ['with a line that is no JSON', { lines: [first, { ...second, line: 'no' }] }, '/lines/1'],
    ['with a line that is none', { lines: [null] }, '/lines/0'],
    ['with a path that is none', { lines: [{ ...first, path: [1] }] }, '/lines/0'],
    ['without lines', { lines: 'none' }, '/lines'],
  ])('%s', (_what, fields, place) => expect(wrong(fields).join()).toContain(`proof: ${place}`));
});

describe('what was given besides', () => {
  it('is never passed over', () => {
    const secret = made.write('secret.json', '{"secret":1}');
    expect(made.wrong({}, { secret }).join()).toContain('secret: /secret');
    const open = verify({ ...given, records: [], secret: made.write('good.json', '{"secret":"AA=="}') }).text();
    expect(open).toMatch(/not checked {2}marks/);
  });

  it('is refused as the one that was followed when it follows one itself', () => {
    const previous = { sha256: contentHash(certificate), issuedAt: certificate.issuedAt };
    const final = new MadeUp([[line('a', 'deleted')]], { issue: 2, previous });
    expect(verify({ ...final.given, previous: given.certificate }).failed).toBe(false);
    const again = new MadeUp([[line('a', 'deleted')]], {
      ...{ issue: 2, previous: { sha256: contentHash(final.certificate), issuedAt: final.certificate.issuedAt } },
    });
    expect(again.wrong({}, { previous: final.given.certificate }).join()).toContain('/previous:');
  });
});

it('takes a hundred thousand recoverable blobs of one item in its stride, and names what is wrong with all of them', () => {
  const lines = Array.from({ length: 100_000 }, (_, index) => line('a', 'soft_deleted', `https://s/${index}`, until));
  const large = new MadeUp([[...lines, line('a', 'deleted')]]);
  const begun = performance.now();
  expect(large.wrong()).toEqual([]);
  expect(performance.now() - begun).toBeLessThan(20_000);
  const [file = ''] = large.given.records;
  const changed = readFileSync(file, 'utf8').replaceAll('soft_deleted', 'deleted');
  expect(large.wrong({}, { records: [large.write('erase-0.ndjson', changed)] })).toContain(
    'outcome documents: erase-0.ndjson, line 1: its check does not fit',
  );
});
