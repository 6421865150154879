import { createHash } from 'node:crypto';

/** The tree's name on certificates: RFC 6962 section 2.1. A leaf is hashed behind a zero byte, a node behind a one. */
export const treeAlgorithm = 'RFC 6962, SHA-256';

/** Leaves from `from` up to, not including, `to`: what lies below one node. */
export interface LeafRange {
  from: number;
  to: number;
}

const leafMark = Buffer.of(0);
const nodeMark = Buffer.of(1);

/** The hash of a leaf: a line without its line end. */
export function leafHash(line: string): Buffer {
  return createHash('sha256').update(leafMark).update(line).digest();
}

/** The hash of the node above two others. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(nodeMark).update(left).update(right).digest();
}

/** The nodes of the audit path of a leaf in a tree of so many (RFC 6962 section 2.1.1), from the leaf to the root. */
export function auditPath(index: number, leaves: number): LeafRange[] {
  const path: LeafRange[] = [];
  let [from, to] = [0, leaves];
  while (to - from > 1) {
    let half = 1;
    while (half * 2 < to - from) half *= 2;
    const middle = from + half;
    if (index < middle) {
      path.push({ from: middle, to });
      to = middle;
    } else {
      path.push({ from, to: middle });
      from = middle;
    }
  }
  return path.reverse();
}

const nameOf = ({ from, to }: LeafRange) => `${from}-${to}`;

/**
 * A tree whose leaves come in any order, each once. Two halves are folded as soon as both are there, so of leaves that
 * come in runs, forwards or backwards, only a few hashes per run and level are held, however many leaves there are.
 */
export class MerkleTree {
  private readonly levels: Map<number, Buffer>[] = [];
  private readonly kept: Map<string, Buffer | undefined>;
  private added = 0;

  /** `keep`: nodes whose hashes `hashOf` is to give in the end, such as those of an audit path. */
  constructor(keep: readonly LeafRange[] = []) {
    this.kept = new Map(keep.map((range) => [nameOf(range), undefined]));
  }

  /** Adds the hash of the leaf at a place. */
  add(index: number, hash: Buffer): void {
    this.added += 1;
    let node = hash;
    let at = index;
    for (let level = 0; ; level += 1) {
      this.note({ from: at * 2 ** level, to: (at + 1) * 2 ** level }, node);
      const waiting = (this.levels[level] ??= new Map<number, Buffer>());
      const other = waiting.get(at ^ 1);
      if (!other) {
        waiting.set(at, node);
        return;
      }
      waiting.delete(at ^ 1);
      node = at % 2 === 0 ? nodeHash(node, other) : nodeHash(other, node);
      at = Math.floor(at / 2);
    }
  }

  /** How many leaves it has. */
  get leaves(): number {
    return this.added;
  }

  /** The root, hex. Throws when there is a hole between the leaves. */
  root(): string {
    if (this.added === 0) return createHash('sha256').digest('hex');
    let node: Buffer = Buffer.alloc(0);
    let from = this.added;
    this.levels.forEach((waiting, level) => {
      for (const [at, whole] of waiting) {
        if ((at + 1) * 2 ** level !== from) throw new Error('A leaf of the tree is missing.');
        node = from === this.added ? whole : nodeHash(whole, node);
        from = at * 2 ** level;
        this.note({ from, to: this.added }, node);
      }
    });
    return node.toString('hex');
  }

  /** The hash of a node that was to be kept, hex; after `root`. */
  hashOf(range: LeafRange): string {
    const hash = this.kept.get(nameOf(range));
    if (!hash) throw new Error('The tree was not asked to keep this node.');
    return hash.toString('hex');
  }

  private note(range: LeafRange, hash: Buffer): void {
    if (this.kept.size > 0 && this.kept.has(nameOf(range))) this.kept.set(nameOf(range), hash);
  }
}
