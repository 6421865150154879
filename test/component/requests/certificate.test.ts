import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { startWith, startStorage, type TestStorage } from '../azureml/running-emulator';
import type { Emulator } from '../../../local/azureml/start-emulator';
import { auditCopyName, fileCertificates } from '../../../src/requests/certificate/audit-copies';
import { issue, type Issued } from '../../../src/requests/certificate/issue';
import { proveLines } from '../../../src/requests/certificate/proof';
import { recordedKeys } from '../../../src/requests/certificate/signing/published-keys';
import { refOf } from '../../../src/requests/keys';
import { blobLine, itemLine } from '../../../src/requests/outcome-lines';
import type { Plan, PlanItem } from '../../../src/requests/plan/plan';
import { loadRequest, storeRequest, updateStatus } from '../../../src/requests/request-store';
import { writeResult } from '../../../src/requests/shard-results';
import { linkResults } from '../../../src/activities/link-results';
import { Documents } from '../../../src/storage/documents';
import { containers, requestStorage } from '../../../src/storage/own-containers';
import { verify } from '../../../tools/verify-certificate/verify';
import { leadAppTo } from '../lead-app';

const lab = '/subscriptions/1/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/lab';
const item = (name: string): PlanItem => ({
  ...{ ref: refOf(`${lab}/jobs/${name}`), type: 'job', workspace: lab, id: `${lab}/jobs/${name}`, name },
  ...{ strength: 'strong', evidence: [], ranges: [], rank: 0 },
});
const items = ['one', 'two', 'three'].map(item);
const [one, two, three] = items as [PlanItem, PlanItem, PlanItem];
const blob = (name: string) => ({ account: 'store', container: 'azureml', name, etag: '0x1', size: 5 });
const schema = resolve('docs/certificate.schema.json');
const empty = {
  blob: '',
  count: 0,
  bytes: 0,
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
};

describe('a certificate', () => {
  let test: TestStorage;
  let emulator: Emulator;
  let first: Issued;
  let final: Issued;
  let files: { certificate: string; previous: string; keys: string; proof: string; secret: string; records: string[] };
  const documents = new Documents();

  beforeAll(async () => {
    test = await startStorage(['requests', 'labstore']);
    emulator = await startWith({ people: [], workspaces: [{ name: 'lab', storageAccount: 'labstore' }] }, test);
    const keyFile = join(test.dir, 'signing.pem');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    leadAppTo(test, emulator, { CERTIFICATE_KEY_FILE: keyFile });
    const input = await erased('cert-1');
    first = await issue(input, { issue: 1 });
    const { sha256, certificate } = first;
    await updateStatus(input.key, () => ({ state: certificate.state }));
    const again = await writeResult(input.key, 'recheck', 0, { lines: [blobLine(two, blob('b'), 'erase', 'deleted')] });
    final = await issue(input, {
      ...{ issue: 2, previous: { sha256, issuedAt: certificate.issuedAt }, rechecked: [again], gaps: [] },
    });
    files = await saved(final, input.key);
  });

  afterAll(async () => {
    await emulator.stop();
    await test.stop();
  });

  /** A request whose erasing left one blob recoverable, and one item untouched. */
  async function erased(id: string) {
    const { stored } = await storeRequest(
      id,
      { action: 'erase', scope: { workspaces: [lab] } },
      { channel: 'http', name: 'Ann' },
    );
    const { key } = stored;
    const plan: Plan = {
      ...{ version: 1, requestId: id, contentHash: stored.contentHash, action: 'erase', workspaces: [lab] },
      ...{ counts: {}, totals: { items: 3, blobs: 2, bytes: 10, weak: 0, inUse: 0, shared: 0 }, gaps: [], notices: [] },
      ...{ storage: [], lineage: empty, createdAt: new Date().toISOString() },
      shards: [
        {
          ...{ type: 'job', workspace: 0, rank: 0 },
          ...{ items: await documents.writeLines(`requests/${key}/plan-items`, items), blobs: empty },
        },
      ],
    };
    await documents.create(`requests/${key}/plan-1.json`, plan);
    await updateStatus(key, () => ({ state: 'erasing' }));
    const until = new Date(Date.now() + 7 * 86_400_000).toISOString();
    const phase = async (name: string, lines: Parameters<typeof writeResult>[3]['lines']) => {
      const result = await writeResult(key, name, 0, { lines });
      const link = { key, phase: name, plan: '', watched: false, entries: [{ shard: 0, result }] };
      return linkResults(link);
    };
    const phases = [
      await phase('prepare', [blobLine(one, blob('a'), 'erase', 'failed')]),
      await phase('erase', [
        blobLine(two, blob('b'), 'erase', 'soft_deleted', undefined, until),
        // In a hierarchical namespace a blob and deleted ones of its name have one URL.
        ...[1, 2].map(() => blobLine(two, blob('twin'), 'erase', 'deleted')),
        itemLine(one, 'erase', 'deleted'),
        itemLine(two, 'erase', 'failed', 'Busy'),
      ]),
      await phase('verify', [blobLine(one, blob('c'), 'erase', 'deleted'), itemLine(two, 'erase', 'deleted')]),
    ];
    return { key, plan: `requests/${key}/plan-1.json`, phases, gaps: [] };
  }

  it('is copied for auditors once, with the keys, and what fails is tried again', async () => {
    const container = requestStorage().getContainerClient(containers.certificates);
    const names = async () => {
      const found: string[] = [];
      for await (const { name } of container.listBlobsFlat()) found.push(name);
      return found;
    };
    const [copy = '', finalCopy = ''] = [first, final].map(({ certificate, sha256 }) =>
      auditCopyName(certificate, sha256),
    );
    // Somebody else's, under the name of one of them.
    await container.createIfNotExists();
    await container.getBlockBlobClient(copy).upload('{}', 2);
    expect(await fileCertificates()).toEqual(['AuditCopyDiffers']);
    const keys = (await recordedKeys()).map(({ kid }) => `keys/${kid}.json`);
    expect(await names()).toEqual([copy, finalCopy, ...keys].sort());
    const written = await container.getBlobClient(finalCopy).downloadToBuffer();
    expect(written.toString()).toBe(await documents.readText(final.blob));

    await container.delete();
    expect(await fileCertificates()).toEqual(['ContainerNotFound']);
    expect(await documents.readText(first.blob)).toBeDefined();
    await container.create();
    expect(await fileCertificates()).toEqual([]);
    expect(await names()).toEqual([copy, ...keys].sort());
    await container.getBlobClient(copy).delete();
    // What was filed once is not looked at again.
    expect(await fileCertificates()).toEqual([]);
    expect(await names()).toEqual(keys);
  });

  async function saved(issued: Issued, key: string): Promise<typeof files> {
    const write = (name: string, text: string) => {
      writeFileSync(join(test.dir, name), text);
      return join(test.dir, name);
    };
    const read = async (name: string) => (await documents.readText(name)) ?? '';
    const proof = await proveLines(issued.certificate, issued.sha256, { ref: two.ref });
    return {
      certificate: write('certificate.json', await read(issued.blob)),
      previous: write('first.json', await read(first.blob)),
      keys: write('keys.json', JSON.stringify({ keys: await recordedKeys() })),
      proof: write('proof.json', JSON.stringify(proof)),
      secret: write('secret.json', await read(`requests/${key}/mark-secret.json`)),
      records: await Promise.all(
        issued.certificate.outcomeShards.map(async (shard) => write(basename(shard.blob), await read(shard.blob))),
      ),
    };
  }

  /** What the verifier finds wrong when some of the files are others. */
  const wrong = (other: Partial<typeof files> = {}, sha256?: string) =>
    verify({ schema, ...files, sha256, ...other })
      .findings.filter(({ verdict }) => verdict === 'wrong')
      .map(({ what, detail }) => `${what}: ${detail}`);

  /** A file with some text of it replaced. */
  const changed = (file: string, from: string | RegExp, to: string) => {
    const text = readFileSync(file, 'utf8');
    const other = text.replace(from, to);
    if (other === text) throw new Error('Nothing was changed.');
    const path = join(test.dir, `changed-${basename(file)}`);
    writeFileSync(path, other);
    return path;
  };

  it('says what is still recoverable, then that nothing is, and accounts for what was not reached', () => {
    const { results, stage, irrecoverableOn, signature, unsigned, previous } = first.certificate;
    expect([stage, previous, unsigned]).toEqual(['inaccessible', undefined, undefined]);
    expect(results.items.erase).toEqual({ job: { deleted: 2, failed: 1 } });
    expect(results.residual).toEqual([
      expect.objectContaining({ type: 'job', outcome: 'soft_deleted', blobs: 1, bytes: 5, until: irrecoverableOn }),
      expect.objectContaining({ outcome: 'failed', blobs: 1 }),
    ]);
    expect(results.kept).toEqual([expect.objectContaining({ outcome: 'failed', reason: 'not_reached' })]);
    expect(JSON.stringify(first.certificate)).not.toContain(refOf(three.id));
    expect(signature?.jws).toMatch(/^[\w-]+\.\.[\w-]{86}$/);
    expect(final.certificate).toMatchObject({ issue: 2, stage: 'irrecoverable', previous: { sha256: first.sha256 } });
    expect(final.certificate.irrecoverableOn).toBeUndefined();
  });

  it('is not made of documents that are missing or changed, which the log may name', async () => {
    const shard = await documents.writeLines('requests/lost/lines', [{ line: 1 }]);
    const changed = { ...shard, sha256: '0'.repeat(64) };
    const read = async (from: typeof shard) => {
      for await (const line of documents.lines(from)) expect(line).toEqual({ line: 1 });
    };
    await expect(read(changed)).rejects.toMatchObject({ code: 'document_changed' });
    await documents.remove(shard.blob);
    const missing = { code: 'document_missing', message: expect.stringContaining(shard.blob) as string };
    await expect(read(shard)).rejects.toMatchObject(missing);
    await expect(documents.need(shard.blob)).rejects.toMatchObject(missing);
    await expect(documents.needFixed(shard.blob)).rejects.toMatchObject(missing);
  });

  it('is issued once', async () => {
    const { key } = await loadRequest((await storeRequest('cert-1', request(), submitter)).stored.key);
    const twin = await issue({ key, phases: [], gaps: [] }, { issue: 1 });
    expect(twin).toEqual(first);
  });
  const request = () => ({ action: 'erase' as const, scope: { workspaces: [lab] } });
  const submitter = { channel: 'http' as const, name: 'Ann' };

  it('stands every check, and proves single items', () => {
    const report = verify({ schema, ...files, sha256: final.sha256 });
    expect(report.findings.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
    const proof = JSON.parse(readFileSync(files.proof, 'utf8')) as { lines: unknown[] };
    expect(proof.lines).toHaveLength(2);
  });

  it('tells what it could not check', () => {
    const { certificate, records } = files;
    const report = verify({ schema, certificate, records: records.slice(1) });
    expect(report.failed).toBe(false);
    const open = report.findings.filter(({ verdict }) => verdict === 'not checked').map(({ what }) => what);
    expect(open).toEqual(['hash', 'signature', 'outcome documents', 'root, results', 'previous certificate']);
    expect(report.text()).toContain(`missing: ${basename(records[0] ?? '')}`);
  });

  it.each<[string, string | RegExp, string, string]>([
    ['a field', '"reason":"not_reached"', '"reason":"not_reaches"', 'signature: /signature/jws'],
    ['a count', '"failed":1', '"failed":0', 'sums: /results/outcomes/failed'],
    ['the stage', '"stage":"irrecoverable"', '"stage":"inaccessible"', 'signature: /signature/jws'],
    ['the state', '"state":"completed_with_gaps"', '"state":"completed"', 'state: /state'],
    ['the root', /"root":"../, '"root":"00', 'root of the tree: /outcomeTree/root'],
    ['the signature', /"jws":"([\w-]+)\.\.../, '"jws":"$1..AA', 'signature: /signature/jws'],
    [
      'the link',
      /"previous":\{"issuedAt":"20/,
      '"previous":{"issuedAt":"21',
      'previous certificate: /previous/issuedAt',
    ],
    ['a hash of a document', /"sha256":"[0-9a-f]{64}"\},/, `"sha256":"${'0'.repeat(64)}"},`, 'outcome documents:'],
    ['a field, added', '"state":', '"sate":1,"state":', 'schema: /: must NOT have additional properties sate'],
    ['a field, twice', '"state":', '"state":"failed","state":', 'a field stands there twice'],
    ['a version', '"certificateVersion":2', '"certificateVersion":3', 'version: /certificateVersion'],
    ['everything', /^.*$/s, 'no JSON', 'it is not JSON'],
  ])('is refused with %s changed, and the place is named', (_what, from, to, place) => {
    const faults = wrong({ certificate: changed(files.certificate, from, to) });
    expect(faults.join('\n')).toContain(place);
  });

  it('is refused with a changed record, by document and line', () => {
    const [file = '', ...others] = files.records.filter((name) => basename(name).startsWith('erase-'));
    const rest = files.records.filter((name) => name !== file);
    expect(others).toEqual([]);
    const kept = (faults: string[]) => faults.map((fault) => fault.replace(/erase-\w+-outcomes-\w+\.ndjson/, 'DOC'));
    const record = changed(file, '"outcome":"failed"', '"outcome":"deleted"');
    const renamed = join(test.dir, 'x', basename(file));
    expect(kept(wrong({ records: [...rest, record] })).join('\n')).toContain('names no such document');
    spawnSync('mkdir', ['-p', join(test.dir, 'x')]);
    writeFileSync(renamed, readFileSync(record));
    expect(kept(wrong({ records: [...rest, renamed] }))).toEqual([
      'outcome documents: DOC, its SHA-256 is not the one on the certificate',
      'outcome documents: DOC, line 5: its check does not fit',
    ]);
    writeFileSync(renamed, readFileSync(file, 'utf8').split('\n').slice(1).join('\n'));
    expect(kept(wrong({ records: [...rest, renamed] })).join('\n')).toContain('it has 4 lines, the certificate says 5');
  });

  it('is refused with other keys, proofs, predecessors, hashes and secrets', () => {
    const { keys, proof, previous, secret } = files;
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const forged = changed(keys, /"x":"[\w-]+","y":"[\w-]+"/, `"x":"${x}","y":"${y}"`);
    expect(wrong({ keys: forged }).join()).toMatch(/the published key \S+ is not the one of this id/);
    expect(wrong({ keys: changed(keys, '"kid":"', '"kid":"0') }).join()).toContain('is not among the published keys');
    expect(wrong({ proof: changed(proof, 'failed', 'deleted') }).join()).toContain('proof: /lines/0');
    expect(wrong({ proof: changed(proof, /"index":\d/, '"index":0') }).join()).toContain('proof: /lines/0');
    expect(wrong({ previous: changed(previous, '"Ann"', '"Eve"') }).join()).toContain('/previous/sha256');
    expect(wrong({ secret: changed(secret, /"secret":"./, '"secret":"_') }).join()).toContain(
      'line 1: its mark is not',
    );
    expect(wrong({}, '0'.repeat(64)).join()).toContain('not the one that was told');
  });
});
