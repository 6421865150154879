import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Journal } from '../journal';
import { Contents } from './contents';
import type { NodeFacts, TreeNode } from './tree';
import { copyOf, dropNode, nodeAt, putNode } from './tree';

/** A share, or a snapshot of one. */
export interface Share {
  account: string;
  name: string;
  /** Instant of the snapshot, RFC 3339 with seven digits of a second; undefined for the share itself. */
  snapshot?: string;
  root: TreeNode;
  /** Handle ids by path in lower case, of files that an SMB client has open. */
  handles: Map<string, string[]>;
}

type Place = { account: string; share: string };
type Entry =
  | ({ do: 'makeShare'; etag: string; at: string } & Place)
  | ({ do: 'dropShare'; snapshot?: string } & Place)
  | ({ do: 'snapshot'; snapshot: string } & Place)
  | ({ do: 'put'; path: string[]; facts: NodeFacts } & Place)
  | ({ do: 'drop'; path: string[]; etag: string; at: string } & Place)
  | ({ do: 'handles'; path: string[]; ids: string[] } & Place);

/**
 * All shares of all accounts: trees in memory, their changes in a journal, contents in files of their own. What was
 * answered to a client survives `kill -9`.
 */
export class FileShares {
  private readonly shares = new Map<string, Share>();
  private readonly journal: Journal<Entry>;
  private readonly contents: Contents;

  /** Opens the shares in a folder, which is made when missing. */
  constructor(dir: string) {
    this.contents = new Contents(join(dir, 'contents'));
    const { journal, entries } = Journal.open<Entry>(join(dir, 'shares.jsonl'));
    this.journal = journal;
    for (const entry of entries) this.apply(entry);
  }

  /** A share or one of its snapshots; undefined when there is none. */
  share(account: string, name: string, snapshot?: string): Share | undefined {
    return this.shares.get(keyOf(account, name, snapshot));
  }

  /** Shares of an account by name, each followed by its snapshots, oldest first. */
  ofAccount(account: string): Share[] {
    const found = this.all().filter((share) => share.account === account);
    return found.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  }

  snapshotsOf(account: string, name: string): Share[] {
    return this.ofAccount(account).filter((share) => share.name === name && share.snapshot !== undefined);
  }

  /** Makes a share; nothing happens when it is there. */
  makeShare(account: string, share: string, at: Date): void {
    if (this.share(account, share)) return;
    this.write({ do: 'makeShare', account, share, etag: newEtag(), at: at.toISOString() });
  }

  /** Removes a share with its snapshots, or one snapshot. */
  dropShare(account: string, share: string, snapshot?: string): void {
    this.write({ do: 'dropShare', account, share, snapshot });
  }

  /** Copies a share as it is now. */
  takeSnapshot(account: string, share: string, snapshot: string): void {
    this.write({ do: 'snapshot', account, share, snapshot });
  }

  /** Makes a directory or an empty file of `size` zero bytes, replacing a file that is there. */
  put(share: Share, path: readonly string[], kind: NodeFacts['kind'], size: number, at: Date): NodeFacts {
    const content = kind === 'file' ? this.contents.add(Buffer.alloc(size)) : undefined;
    return this.putFacts(share, path, { kind, size, content, createdAt: at.toISOString() }, at);
  }

  /** Writes bytes into a file that is large enough. */
  writeRange(share: Share, path: readonly string[], from: number, bytes: Buffer, at: Date): NodeFacts {
    const node = nodeAt(share.root, path);
    if (node?.kind !== 'file') throw new Error('Bytes were written to a file that does not exist.');
    // A snapshot goes on showing the old bytes, so they stay as they are.
    const kept = this.snapshotsOf(share.account, share.name).length > 0;
    const content = kept ? this.contents.add(this.read(node)) : node.content;
    if (content !== undefined) this.contents.overwrite(content, from, bytes);
    return this.putFacts(share, path, { ...node, content }, at);
  }

  /** Makes a file with its directories and its content at once, for seeds. A path that ends with a slash is a directory. */
  writeFile(account: string, share: string, path: string, bytes: Buffer, at: Date): void {
    this.makeShare(account, share, at);
    const target = this.share(account, share);
    if (target === undefined) throw new Error('A share is missing that was just made.');
    const names = path.split('/').filter((name) => name !== '');
    const directories = path.endsWith('/') ? names.length : names.length - 1;
    for (let depth = 1; depth <= directories; depth += 1) {
      const above = names.slice(0, depth);
      if (!nodeAt(target.root, above)) this.put(target, above, 'directory', 0, at);
    }
    if (path.endsWith('/')) return;
    const content = this.contents.add(bytes);
    this.putFacts(target, names, { kind: 'file', size: bytes.length, content, createdAt: at.toISOString() }, at);
  }

  /** Removes a file or an empty directory. */
  drop(share: Share, path: readonly string[], at: Date): void {
    const node = nodeAt(share.root, path);
    const place = { account: share.account, share: share.name };
    this.write({ do: 'drop', ...place, path: [...path], etag: newEtag(), at: at.toISOString() });
    const unshared = this.snapshotsOf(share.account, share.name).length === 0;
    if (unshared) this.contents.remove(node?.content);
  }

  /** Sets which handles are open on a path; none closes them. */
  setHandles(share: Share, path: readonly string[], ids: string[]): void {
    this.write({ do: 'handles', account: share.account, share: share.name, path: [...path], ids });
  }

  /** The content of a file. */
  read(node: NodeFacts): Buffer {
    return this.contents.read(node.content);
  }

  /** Every share and snapshot, in no particular order. */
  all(): Share[] {
    return [...this.shares.values()];
  }

  /** Drops everything: what a seed that was interrupted half-way leaves behind is not a state. */
  clear(): void {
    this.shares.clear();
    this.journal.rewrite([]);
    this.contents.clear();
  }

  close(): void {
    this.journal.close();
  }

  private putFacts(
    share: Share,
    path: readonly string[],
    facts: Pick<NodeFacts, 'kind' | 'size' | 'content' | 'createdAt'>,
    at: Date,
  ): NodeFacts {
    const { kind, size, content, createdAt } = facts;
    const known = nodeAt(share.root, path);
    const names = { name: known?.name ?? path.at(-1) ?? '', etag: newEtag(), modifiedAt: at.toISOString() };
    const full: NodeFacts = { kind, ...names, createdAt, size, content };
    this.write({ do: 'put', account: share.account, share: share.name, path: [...path], facts: full });
    return full;
  }

  private write(entry: Entry): void {
    this.journal.append([entry]);
    this.apply(entry);
  }

  private apply(entry: Entry): void {
    const { account, share: name } = entry;
    if (entry.do === 'makeShare') return this.applyMake(entry);
    if (entry.do === 'dropShare') {
      for (const share of entry.snapshot === undefined ? this.snapshotsOf(account, name) : [])
        this.shares.delete(keyOf(account, name, share.snapshot));
      return void this.shares.delete(keyOf(account, name, entry.snapshot));
    }
    const share = this.share(account, name);
    if (share === undefined) throw new Error('A change was made in a share that does not exist.');
    if (entry.do === 'snapshot') {
      const copy: Share = { account, name, snapshot: entry.snapshot, root: copyOf(share.root), handles: new Map() };
      this.shares.set(keyOf(account, name, entry.snapshot), copy);
    } else if (entry.do === 'put') putNode(share.root, entry.path, entry.facts);
    else if (entry.do === 'drop') dropNode(share.root, entry.path, entry);
    else if (entry.ids.length > 0) share.handles.set(entry.path.join('/').toLowerCase(), entry.ids);
    else share.handles.delete(entry.path.join('/').toLowerCase());
  }

  private applyMake({ account, share, etag, at }: Extract<Entry, { do: 'makeShare' }>): void {
    const times = { createdAt: at, modifiedAt: at };
    const root: TreeNode = { kind: 'directory', name: '', etag, ...times, size: 0, children: new Map() };
    this.shares.set(keyOf(account, share), { account, name: share, root, handles: new Map() });
  }
}

/** Removes all shares of an account with all that is in them, as deleting a storage account does. */
export function removeAccountFiles(files: FileShares, account: string): void {
  for (const share of files.ofAccount(account)) if (share.snapshot === undefined) files.dropShare(account, share.name);
}

function keyOf(account: string, share: string, snapshot = ''): string {
  return JSON.stringify([account, share, snapshot]);
}

function orderOf({ name, snapshot = '' }: Share): string {
  return JSON.stringify([name, snapshot]);
}

function newEtag(): string {
  return `0x8D${randomBytes(7).toString('hex').slice(0, 13).toUpperCase()}`;
}
