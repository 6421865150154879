import { heldUntil } from '../operations/immutability';
import { isHeld } from '../operations/leases';
import { isDirectory, type Account, type Container, type Copy, type Named } from './model';
import { expires } from './place';
import type { Store } from './store';

/** One line of the dump: a copy of a blob, or blocks that were never committed. Times are RFC 3339. */
export interface DumpLine {
  account: string;
  container: string;
  /** The container itself is soft-deleted. */
  containerDeleted?: true;
  name: string;
  kind: 'current' | 'previous' | 'snapshot' | 'deleted' | 'uncommitted';
  directory?: true;
  versionId?: string;
  snapshot?: string;
  /** Bytes. */
  size: number;
  etag?: string;
  /** Hex. */
  md5?: string;
  deletedAt?: string;
  recoverableUntil?: string;
  heldUntil?: string;
  legalHold?: true;
  leased?: true;
}

/** Everything that the service holds, also what no listing shows; sorted by account, container and name. */
export function* dump(store: Store): Generator<DumpLine> {
  const now = store.clock.now();
  for (const account of sorted(store.accounts.values())) {
    const deleted = account.deletedContainers.filter((one) => (one.deleted?.until ?? 0) > now);
    for (const container of sorted([...account.containers.values(), ...deleted])) {
      for (const named of container.names.values()) {
        if (!expires(named, now)) yield* linesOf(account, container, named, now);
      }
    }
  }
}

function sorted<T extends { name: string }>(named: Iterable<T>): T[] {
  return [...named].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function* linesOf(account: Account, container: Container, named: Named, now: number): Generator<DumpLine> {
  const { name, current, snapshots, versions, gone, uncommitted } = named;
  const common = {
    ...{ account: account.name, container: container.name, name },
    ...(container.deleted === undefined ? {} : { containerDeleted: true as const }),
  };
  const line = (copy: Copy, kind: DumpLine['kind']): DumpLine => {
    const held = heldUntil(container, copy, now);
    return {
      ...common,
      kind,
      ...(isDirectory(copy) ? { directory: true } : {}),
      ...{ versionId: copy.versionId, snapshot: copy.snapshot, size: copy.content.length, etag: copy.etag },
      md5: copy.md5 && Buffer.from(copy.md5, 'base64').toString('hex'),
      deletedAt: copy.deleted && new Date(copy.deleted.at).toISOString(),
      recoverableUntil: copy.deleted && new Date(copy.deleted.until).toISOString(),
      heldUntil: held === undefined ? undefined : new Date(held).toISOString(),
      ...(copy.legalHold === true || container.policy.legalHold === true ? { legalHold: true } : {}),
      ...(kind === 'current' && isHeld(named.lease, now) ? { leased: true } : {}),
    };
  };
  for (const copy of snapshots) yield line(copy, 'snapshot');
  for (const copy of versions) yield line(copy, 'previous');
  for (const copy of gone) yield line(copy, 'deleted');
  if (current !== undefined) yield line(current, 'current');
  if (uncommitted !== undefined) {
    const size = [...uncommitted.blocks.values()].reduce((sum, block) => sum + block.length, 0);
    yield { ...common, kind: 'uncommitted', size };
  }
}
