import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { auditPath, leafHash, MerkleTree, nodeHash } from '../../../../../src/requests/certificate/merkle';

/** RFC 6962 section 2.1, word by word. */
function naiveRoot(leaves: readonly string[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest();
  if (leaves.length === 1) return leafHash(leaves[0] ?? '');
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return nodeHash(naiveRoot(leaves.slice(0, half)), naiveRoot(leaves.slice(half)));
}

/** Section 2.1.1, word by word. */
function naivePath(index: number, leaves: readonly string[]): Buffer[] {
  if (leaves.length < 2) return [];
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return index < half
    ? [...naivePath(index, leaves.slice(0, half)), naiveRoot(leaves.slice(half))]
    : [...naivePath(index - half, leaves.slice(half)), naiveRoot(leaves.slice(0, half))];
}

function treeOf(leaves: readonly string[], order: readonly number[], keep = auditPath(0, leaves.length)) {
  const tree = new MerkleTree(keep);
  for (const index of order) tree.add(index, leafHash(leaves[index] ?? ''));
  return tree;
}

const leaves = fc.array(fc.string(), { maxLength: 70 });
const forwards = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('MerkleTree', () => {
  it('has the roots of the test vectors of Certificate Transparency', () => {
    // https://github.com/google/certificate-transparency/blob/master/cpp/merkletree/merkle_tree_test.cc
    const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const tree = new MerkleTree();
    inputs.forEach((hex, index) => {
      // These are ASCII only, so as text they have the same bytes.
      tree.add(index, leafHash(Buffer.from(hex, 'hex').toString('latin1')));
    });
    expect(tree.root()).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
    expect(new MerkleTree().root()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('is the tree of the RFC, in whatever order its leaves come', () => {
    fc.assert(
      fc.property(leaves, fc.integer(), (all, seed) => {
        const wanted = naiveRoot(all).toString('hex');
        const order = forwards(all.length);
        expect(treeOf(all, order).root()).toBe(wanted);
        expect(treeOf(all, [...order].reverse()).root()).toBe(wanted);
        const shuffled = order.sort((a, b) => ((a * 7919 + seed) % 31) - ((b * 7919 + seed) % 31));
        expect(treeOf(all, shuffled).root()).toBe(wanted);
      }),
    );
  });

  it('gives the audit path of every leaf', () => {
    fc.assert(
      fc.property(
        leaves.filter((all) => all.length > 0),
        fc.nat(),
        (all, at) => {
          const index = at % all.length;
          const nodes = auditPath(index, all.length);
          const tree = treeOf(all, forwards(all.length), nodes);
          tree.root();
          expect(nodes.map((node) => tree.hashOf(node))).toEqual(
            naivePath(index, all).map((hash) => hash.toString('hex')),
          );
        },
      ),
    );
  });

  it('refuses a hole, and a node that it did not keep', () => {
    expect(() => treeOf(['a', 'b', 'c'], [0, 2]).root()).toThrow('missing');
    expect(() => treeOf(['a', 'b', 'c'], [1, 2]).root()).toThrow('missing');
    expect(() => new MerkleTree().hashOf({ from: 0, to: 2 })).toThrow('keep');
  });
});
