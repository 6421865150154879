/** What is unsure about Azure; each is tested both ways. */
export interface Switches {
  /** What a second deletion of a soft-deleted version or snapshot answers. */
  deleteOfSoftDeleted: 'notFound' | 'accepted';
  /** Whether deleting the current blob, which leaves a previous version, says `x-ms-delete-type-permanent: false`. */
  versionedDeleteSaysPermanent: boolean;
  /** Whether `deletetype=permanent` works within a batch. */
  permanentDeleteInBatch: boolean;
  /** Whether an account with a hierarchical namespace refuses `include=versions` and `include=deleted` with 400. */
  hierarchicalRefusesIncludes: boolean;
  /** An account without one answers `showonly` with 400, or ignores it. UNCONFIRMED. */
  flatRefusesShowonly: boolean;
  /** Whether the current version may be deleted (it becomes a previous one) while a policy or hold is on it. */
  deleteOfHeldCurrent: boolean;
  /** Whether soft-deleted snapshots count for SnapshotsPresent once soft delete was switched off. */
  softDeletedSnapshotsCount: boolean;
  /** Seconds for which the name of a deleted container can't be used again. */
  containerBeingDeletedSeconds: number;
}

/** Rights of a token holder in Azure RBAC, by full name. */
export interface Granted {
  actions: string[];
  dataActions: string[];
}

/** Settings of an account: the properties of ARM's `blobServices/default`, and what this service needs besides. */
export interface StorageSettings {
  deleteRetentionPolicy: { enabled: boolean; days?: number; allowPermanentDelete?: boolean };
  containerDeleteRetentionPolicy: { enabled: boolean; days?: number };
  isVersioningEnabled: boolean;
  restorePolicy: { enabled: boolean; days?: number };
  changeFeed: { enabled: boolean; retentionInDays?: number };
  isHnsEnabled: boolean;
  /**
   * Client or object ids of token holders: `readers` may only read, and if `owners` is set only they may delete for
   * good. With `granted`, RBAC actions and data actions by object id, token holders may do only what they name. Keys may
   * do everything.
   */
  access: { readers: string[]; owners?: string[]; granted?: Record<string, Granted> };
  /** Requests a second that are served before 503 ServerBusy; items of a batch count one by one. */
  requestsPerSecond?: number;
  switches: Switches;
}

/** What a container is set to. */
export interface ContainerPolicy {
  /** Days of a time-based immutability policy. */
  immutabilityDays?: number;
  immutabilityLocked?: boolean;
  legalHold?: boolean;
  versionLevelImmutability?: boolean;
}

/** Settings of a new account: everything off. */
export function newSettings(): StorageSettings {
  return {
    deleteRetentionPolicy: { enabled: false },
    containerDeleteRetentionPolicy: { enabled: false },
    isVersioningEnabled: false,
    restorePolicy: { enabled: false },
    changeFeed: { enabled: false },
    isHnsEnabled: false,
    access: { readers: [] },
    switches: {
      deleteOfSoftDeleted: 'notFound',
      versionedDeleteSaysPermanent: false,
      permanentDeleteInBatch: true,
      hierarchicalRefusesIncludes: true,
      flatRefusesShowonly: true,
      deleteOfHeldCurrent: true,
      softDeletedSnapshotsCount: true,
      containerBeingDeletedSeconds: 30,
    },
  };
}

/** The settings with changes; a member that is given replaces the whole member, switches one by one. */
export function changeSettings(before: StorageSettings, changes: Partial<StorageSettings>): StorageSettings {
  return { ...before, ...changes, switches: { ...before.switches, ...changes.switches } };
}

/** Why settings are refused, as Resource Manager would; undefined when they are good. */
export function complaintOf(settings: StorageSettings): string | undefined {
  const names = new Set([...Object.keys(newSettings()), 'requestsPerSecond']);
  const unknown = Object.keys(settings).find((name) => !names.has(name));
  if (unknown !== undefined) return `${unknown} is no setting.`;
  const { deleteRetentionPolicy, containerDeleteRetentionPolicy, restorePolicy } = settings;
  for (const { enabled, days } of [deleteRetentionPolicy, containerDeleteRetentionPolicy]) {
    if (enabled && !(Number.isInteger(days) && days! >= 1 && days! <= 365)) return 'Days of retention are 1 to 365.';
  }
  if (deleteRetentionPolicy.allowPermanentDelete && restorePolicy.enabled) {
    return 'Permanent deletion cannot be combined with a restore policy.';
  }
  if (settings.isHnsEnabled && settings.isVersioningEnabled) {
    return 'Versioning is not available on accounts with a hierarchical namespace.';
  }
  return undefined;
}

/** Why the policy of a container is refused; undefined when it is good. */
export function complaintOfPolicy(policy: ContainerPolicy): string | undefined {
  const { immutabilityDays: days, ...flags } = policy;
  const names = ['immutabilityLocked', 'legalHold', 'versionLevelImmutability'];
  const wrong = Object.entries(flags).find(([name, value]) => !names.includes(name) || typeof value !== 'boolean');
  if (wrong !== undefined) return `${wrong[0]} is no setting of a container, or not true or false.`;
  // ARM: immutabilityPeriodSinceCreationInDays, at most 400 years.
  if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= 146_000)) return 'Days are 1 to 146,000.';
  return undefined;
}

/** Days for which a deleted blob is kept; undefined when it isn't. */
export function softDeleteDays({ deleteRetentionPolicy: { enabled, days } }: StorageSettings): number | undefined {
  return enabled ? days : undefined;
}
