/** What a file or directory is, less what lies below it. Names keep the case in which they were made. */
export interface NodeFacts {
  kind: 'file' | 'directory';
  name: string;
  /** Without quotes. */
  etag: string;
  /** ISO times. */
  createdAt: string;
  modifiedAt: string;
  /** Bytes; 0 for directories. */
  size: number;
  /** Which stored content it has; empty files and directories have none. */
  content?: string;
}

/** A file or directory with what lies below it, by name in lower case: SMB shares know no case (Azure docs: naming). */
export interface TreeNode extends NodeFacts {
  children: Map<string, TreeNode>;
}

/** The node at a path, or undefined. An empty path is the root. */
export function nodeAt(root: TreeNode, path: readonly string[]): TreeNode | undefined {
  let node: TreeNode | undefined = root;
  for (const name of path) node = node?.children.get(keyOfName(name));
  return node;
}

/** Puts facts at a path whose parent exists; what lies below a directory stays. The parent changes with its child. */
export function putNode(root: TreeNode, path: readonly string[], facts: NodeFacts): void {
  const parent = nodeAt(root, path.slice(0, -1));
  if (parent === undefined) throw new Error('A file was put into a directory that does not exist.');
  const key = keyOfName(path.at(-1) ?? '');
  const known = parent.children.get(key);
  parent.children.set(key, { ...facts, children: known?.children ?? new Map<string, TreeNode>() });
  if (known === undefined) Object.assign(parent, { etag: facts.etag, modifiedAt: facts.modifiedAt });
}

/** Removes what is at a path. The parent changes with its child. */
export function dropNode(root: TreeNode, path: readonly string[], change: { etag: string; at: string }): void {
  const parent = nodeAt(root, path.slice(0, -1));
  parent?.children.delete(keyOfName(path.at(-1) ?? ''));
  if (parent) Object.assign(parent, { etag: change.etag, modifiedAt: change.at });
}

/** A copy that later changes of the original leave alone. */
export function copyOf(node: TreeNode): TreeNode {
  const children = [...node.children].map(([key, child]): [string, TreeNode] => [key, copyOf(child)]);
  return { ...node, children: new Map(children) };
}

/** Everything below a node, each with its path from there; directories before what lies in them. */
export function* walk(node: TreeNode, above: readonly string[] = []): Generator<{ path: string[]; node: TreeNode }> {
  for (const child of node.children.values()) {
    const path = [...above, child.name];
    yield { path, node: child };
    yield* walk(child, path);
  }
}

/** How a name is compared. */
export function keyOfName(name: string): string {
  return name.toLowerCase();
}
