import { createHash } from 'node:crypto';

const hash = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** RFC 6962: the hash of a leaf. */
export function leaf(line: string): Buffer {
  return hash(Buffer.of(0), Buffer.from(line));
}

function node(left: Uint8Array, right: Uint8Array): Buffer {
  return hash(Buffer.of(1), left, right);
}

/** The root of a tree whose leaves come from the first to the last: a stack of whole subtrees, each smaller than the one below. */
export class Root {
  private readonly stack: { size: number; hash: Buffer }[] = [];

  /** Adds the next leaf. */
  push(line: string): void {
    let top = { size: 1, hash: leaf(line) };
    for (let below = this.stack.at(-1); below?.size === top.size; below = this.stack.at(-1)) {
      this.stack.pop();
      top = { size: below.size * 2, hash: node(below.hash, top.hash) };
    }
    this.stack.push(top);
  }

  /** The root of what was added, hex. */
  value(): string {
    const last = this.stack.at(-1);
    if (!last) return hash().toString('hex');
    return this.stack
      .slice(0, -1)
      .reduceRight((right, { hash: left }) => node(left, right), last.hash)
      .toString('hex');
  }
}

/** The root that a leaf and its audit path lead to, hex; undefined when the path is no path (RFC 9162 section 2.1.3.2). */
export function rootOf(line: string, index: number, leaves: number, path: readonly string[]): string | undefined {
  if (!Number.isInteger(index) || index < 0 || index >= leaves) return undefined;
  let at = index;
  let last = leaves - 1;
  let found = leaf(line);
  for (const text of path) {
    if (last === 0 || !/^[0-9a-f]{64}$/.test(text)) return undefined;
    const sibling = Buffer.from(text, 'hex');
    if (at % 2 === 1 || at === last) {
      found = node(sibling, found);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else found = node(found, sibling);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? found.toString('hex') : undefined;
}
