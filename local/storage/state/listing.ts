import { none, isDirectory, type Container, type Copy, type Named } from './model';
import { expires } from './place';

/** What a listing of blobs is asked for. */
export interface ListQuery {
  prefix: string;
  delimiter: string;
  include: ReadonlySet<string>;
  /** Only soft-deleted paths. */
  onlyDeleted: boolean;
  hierarchical: boolean;
  limit: number;
  /** Where to begin: a name, and the key of one of its copies. */
  from: { name: string; key: string };
}

/**
 * One line of a listing: a copy of a blob, blocks only, or a prefix that stands for all names that begin with it. Name
 * and key are its place in the order of lines.
 */
export type ListLine =
  | { kind: 'copy'; name: string; key: string; copy: Copy; state: CopyState; named: Named }
  | { kind: 'uncommitted'; name: string; key: string }
  | { kind: 'prefix'; name: string; key: string; prefix: string };

/** What a copy is to its name. */
export type CopyState = 'current' | 'previous' | 'snapshot' | 'gone' | 'versionsOnly';

/** A page and where the next one begins. */
export interface ListPage {
  lines: ListLine[];
  next?: { name: string; key: string };
}

/** Names that a page looks at, at most: one that finds little ends early, as Azure's may. */
const looked = 20_000;

/** A page of a listing: O(page + log N). */
export function listPage(container: Container, query: ListQuery, now: number): ListPage {
  const { prefix, delimiter, limit } = query;
  const lines: ListLine[] = [];
  const empty: string[] = [];
  let from: string | undefined = query.from.name > prefix ? query.from.name : prefix;
  let left = looked;
  let next: ListPage['next'];
  while (from !== undefined) {
    const start: string = from;
    from = undefined;
    for (const [name, named] of container.names.entries(start)) {
      if (!name.startsWith(prefix) || lines.length > limit) break;
      if (left-- <= 0) {
        next = { name, key: '' };
        break;
      }
      if (expires(named, now)) empty.push(name);
      const own = linesOf(named, query);
      if (own.length === 0) continue;
      const cut = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length);
      if (cut >= 0) {
        const common = name.slice(0, cut + delimiter.length);
        // With a hierarchical namespace the directory itself is the prefix.
        if (!folds(query)) lines.push({ kind: 'prefix', name: common, key: '', prefix: common });
        from = after(common);
        break;
      }
      const begun = name === query.from.name ? query.from.key : '';
      for (const line of own) if (line.key >= begun) lines.push(folded(line, query));
    }
  }
  // Not while iterating.
  for (const name of empty) container.names.delete(name);
  const over = lines[limit];
  return { lines: lines.slice(0, limit), next: over === undefined ? next : { name: over.name, key: over.key } };
}

/** The lines of a name, in their order: snapshots, versions, what is deleted, what is current. */
function linesOf(named: Named, { include, onlyDeleted, hierarchical }: ListQuery): ListLine[] {
  const { name, current, versions, snapshots, gone, uncommitted } = named;
  const line = (copy: Copy, state: CopyState, key: string): ListLine => ({
    kind: 'copy',
    name,
    key,
    copy,
    state,
    named,
  });
  if (onlyDeleted) {
    const old = include.has('snapshots') ? snapshots.filter((copy) => copy.deleted !== undefined) : [];
    return [
      ...old.map((copy) => line(copy, 'snapshot', `1${copy.snapshot}`)),
      ...gone.map((copy) => line(copy, 'gone', `3${copy.deletionId ?? ''}`)),
    ];
  }
  if (versions === none && snapshots === none && gone === none && uncommitted === undefined) {
    return current === undefined ? [] : [line(current, 'current', '4')];
  }
  const deleted = include.has('deleted');
  const shown = (copies: readonly Copy[]) => copies.filter((copy) => copy.deleted === undefined || deleted);
  const lines: ListLine[] = [];
  if (include.has('snapshots')) {
    lines.push(...shown(snapshots).map((copy) => line(copy, 'snapshot', `1${copy.snapshot}`)));
  }
  if (include.has('versions')) {
    lines.push(...shown(versions).map((copy) => line(copy, 'previous', `2${copy.versionId}`)));
  }
  if (deleted && !hierarchical) lines.push(...gone.map((copy) => line(copy, 'gone', '3')));
  const last = versions.at(-1);
  if (current === undefined && last !== undefined && include.has('deletedwithversions') && !include.has('versions')) {
    lines.push(line(last, 'versionsOnly', '3'));
  }
  if (current !== undefined) lines.push(line(current, 'current', '4'));
  else if (uncommitted !== undefined && include.has('uncommittedblobs')) {
    lines.push({ kind: 'uncommitted', name, key: '5' });
  }
  return lines;
}

/** Whether directories of a hierarchical namespace stand for what is in them. */
function folds({ hierarchical, delimiter, onlyDeleted }: ListQuery): boolean {
  return hierarchical && delimiter === '/' && !onlyDeleted;
}

function folded(line: ListLine, query: ListQuery): ListLine {
  if (!folds(query) || line.kind !== 'copy' || line.state !== 'current' || !isDirectory(line.copy)) return line;
  return { kind: 'prefix', name: line.name, key: line.key, prefix: `${line.name}/` };
}

/** The least text that is greater than all that begin with another. */
function after(text: string): string {
  const end = text.length - 1;
  return `${text.slice(0, end)}${String.fromCharCode(text.charCodeAt(end) + 1)}`;
}
