import { Documents } from '../../storage/documents';
import type { Certificate } from './certificate';
import { auditPath, leafHash, MerkleTree } from './merkle';
import type { StoredLine } from './marks';

/** One outcome line with the hashes that lead from it to the root of its certificate's tree. */
export interface LineProof {
  /** The exact text of the line, without its line end. */
  line: string;
  index: number;
  /** Hashes from the leaf's sibling up to the root's child, hex (RFC 6962 section 2.1.1). */
  path: string[];
}

/** Proves what became of one thing without showing anything of others. */
export interface Proof {
  requestId: string;
  /** SHA-256 of the certificate. */
  certificate: string;
  algorithm: string;
  leaves: number;
  root: string;
  lines: LineProof[];
}

/** Which lines are to be proven: those with a mark, or those about the item of a reference (not about its blobs). */
export type Wanted = { mark: string } | { ref: string };

const documents = new Documents();

/** The proof of some lines of a certificate's outcome documents. Without such lines there is none in it. */
export async function proveLines(certificate: Certificate, sha256: string, wanted: Wanted): Promise<Proof> {
  const { requestId, outcomeTree } = certificate;
  const found = await matching(certificate, wanted);
  const leaves = outcomeTree?.leaves ?? 0;
  const paths = found.map(({ index }) => auditPath(index, leaves));
  const tree = new MerkleTree(paths.flat());
  if (found.length > 0) for await (const { text, index } of allLines(certificate)) tree.add(index, leafHash(text));
  const root = found.length > 0 ? tree.root() : (outcomeTree?.root ?? '');
  if (root !== outcomeTree?.root) throw new Error('The outcome documents are not those of the certificate.');
  const lines = found.map(({ text, index }, at) => ({
    ...{ line: text, index },
    path: (paths[at] ?? []).map((node) => tree.hashOf(node)),
  }));
  return { requestId, certificate: sha256, algorithm: outcomeTree.algorithm, leaves, root, lines };
}

async function matching(certificate: Certificate, wanted: Wanted): Promise<{ text: string; index: number }[]> {
  const found: { text: string; index: number }[] = [];
  const value = 'mark' in wanted ? wanted.mark : wanted.ref;
  for await (const { text, index } of allLines(certificate)) {
    // Most lines are about something else: they need not be parsed.
    if (!text.includes(value)) continue;
    const line = JSON.parse(text) as StoredLine;
    const matches = 'mark' in wanted ? line.mark === value : line.kind === 'item' && line.ref === value;
    if (matches) found.push({ text, index });
  }
  return found;
}

async function* allLines({ outcomeShards }: Certificate): AsyncGenerator<{ text: string; index: number }> {
  let index = 0;
  for (const shard of outcomeShards) {
    for await (const text of documents.texts(shard)) {
      yield { text, index };
      index += 1;
    }
  }
}
