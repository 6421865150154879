import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Certificate } from '../../../src/requests/certificate/certificate';
import { auditPath, leafHash, MerkleTree } from '../../../src/requests/certificate/merkle';
import { markedLine, type StoredLine } from '../../../src/requests/certificate/marks';
import { publishedKeyOf } from '../../../src/requests/certificate/signing/jwk';
import { Staging } from '../../../src/requests/certificate/stage';
import { Tallying } from '../../../src/requests/certificate/tally';
import { canonicalJson, contentHash } from '../../../src/requests/keys';
import { isGap, type Outcome, type OutcomeLine } from '../../../src/requests/outcomes';
import { verify, type Given } from '../../../tools/verify-certificate/verify';

const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The public half of the key that signs, as it is published. */
export const published = publishedKeyOf(privateKey);

/** A line about a blob or, without a blob, about an item. */
export function line(ref: string, outcome: Outcome, blob?: string, until?: string): OutcomeLine {
  const thing =
    blob === undefined ? { kind: 'item' as const, id: `/jobs/${ref}` } : { kind: 'blob' as const, id: blob };
  const size = blob === undefined ? {} : { bytes: 5 };
  return { ref, type: 'job', step: 'erase', outcome, until, at: '2026-01-02T00:00:00.000Z', ...thing, ...size };
}

/** A certificate over documents of lines, as the app would issue it, with its files in a folder. */
export class MadeUp {
  readonly certificate: Certificate;
  readonly given: Given;
  private readonly dir = mkdtempSync(join(folder, 'made-up-'));
  private readonly texts: string[][];

  constructor(documents: readonly (readonly OutcomeLine[])[], more: Partial<Certificate> = {}, key?: KeyObject) {
    const marker = ({ id }: Pick<OutcomeLine, 'id'>) => sha256(id);
    this.texts = documents.map((lines) => lines.map((each) => JSON.stringify(markedLine(each, marker))));
    const contents = this.texts.map((lines) => lines.map((text) => `${text}\n`).join(''));
    const { tally, staging, tree } = this.addUp();
    const shards = contents.map((content, index) => ({
      ...{ blob: `requests/k/steps/erase-${index}.ndjson`, count: documents[index]?.length ?? 0 },
      ...{ bytes: Buffer.byteLength(content), sha256: sha256(content) },
    }));
    const state = Object.keys(tally.outcomes).some((outcome) => isGap(outcome as Outcome))
      ? 'completed_with_gaps'
      : 'completed';
    const draft: Certificate = JSON.parse(
      JSON.stringify({
        ...{ certificateVersion: 2, issue: 1, ...staging.stage, requestId: 'r-1', state, action: 'erase' },
        ...{ dryRun: false, submitter: { channel: 'http' }, receivedAt: '2026-01-01T00:00:00Z', contentHash: 'c' },
        scope: {
          ...{ workspaces: ['/w'], storageAccounts: [], resourceTypes: ['job'] },
          ...{ everything: false, includeWorkspace: false, includeDependents: false },
        },
        ...{ timeline: { [state]: '2026-01-03T00:00:00Z' }, issuedAt: '2026-01-03T00:00:00Z', results: tally },
        ...{ gaps: [], notices: [], residue: [], outOfReach: [], storage: [], lineage: [], outcomeShards: shards },
        outcomeTree: { algorithm: 'RFC 6962, SHA-256', leaves: tree.leaves, root: tree.root() },
        ...{ software: { name: 'app', version: '1' }, ...more },
      }),
    ) as Certificate;
    this.certificate = { ...draft, signature: signatureOf(draft, key ?? privateKey) };
    this.given = {
      certificate: this.write('certificate.json', canonicalJson(this.certificate)),
      records: contents.map((content, index) => this.write(`erase-${index}.ndjson`, content)),
      schema: resolve('docs/certificate.schema.json'),
      keys: this.write('keys.json', JSON.stringify({ keys: [published] })),
    };
  }

  /** Writes a file beside the others. */
  write(name: string, text: string): string {
    const file = join(this.dir, name);
    writeFileSync(file, text);
    return file;
  }

  /** The proof of lines by their places in the tree. */
  proof(...indices: readonly number[]) {
    const all = this.texts.flat();
    const paths = indices.map((index) => auditPath(index, all.length));
    const tree = new MerkleTree(paths.flat());
    all.forEach((text, index) => tree.add(index, leafHash(text)));
    const root = tree.root();
    const lines = indices.map((index, at) => ({
      ...{ line: all[index], index },
      path: (paths[at] ?? []).map((node) => tree.hashOf(node)),
    }));
    const { requestId } = this.certificate;
    const algorithm = 'RFC 6962, SHA-256';
    return { requestId, certificate: contentHash(this.certificate), algorithm, leaves: all.length, root, lines };
  }

  /** What the verifier finds wrong when fields of the certificate, or given files, are others. */
  wrong(fields: Record<string, unknown> = {}, other: Partial<Given> = {}): string[] {
    const certificate = this.write('changed.json', JSON.stringify({ ...this.certificate, ...fields }));
    return verify({ ...this.given, certificate, ...other })
      .findings.filter(({ verdict }) => verdict === 'wrong')
      .map(({ what, detail }) => `${what}: ${detail}`);
  }

  private addUp() {
    const [tallying, staging, tree] = [new Tallying(), new Staging(), new MerkleTree()];
    this.texts.flat().forEach((text, index) => tree.add(index, leafHash(text)));
    for (const text of this.texts.flat().reverse()) {
      const stored = JSON.parse(text) as StoredLine;
      if (tallying.add(stored, true)) staging.add(stored);
    }
    return { tally: tallying.tally, staging, tree };
  }
}

function signatureOf(draft: Certificate, key: KeyObject): NonNullable<Certificate['signature']> {
  const kid = published?.kid ?? '';
  const head = Buffer.from(JSON.stringify({ alg: 'ES256', kid })).toString('base64url');
  const text = `${head}.${Buffer.from(canonicalJson(draft)).toString('base64url')}`;
  const mark = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return { jws: `${head}..${mark.toString('base64url')}`, kid };
}
