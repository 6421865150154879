import { StorageClock } from './clock';
import { StorageError } from '../http/errors';
import type { Account, Container } from './model';
import { newSettings } from './settings';

/** All accounts, in memory. */
export class Store {
  readonly accounts = new Map<string, Account>();

  /** `keys` are account names with their keys in base64. */
  constructor(
    keys: Readonly<Record<string, string>>,
    readonly clock = new StorageClock(),
  ) {
    for (const [name, key] of Object.entries(keys)) this.addAccount(name, key);
  }

  /** Adds an empty account with everything off; one that exists stays as it is. */
  addAccount(name: string, key: string): void {
    if (this.accounts.has(name)) return;
    this.accounts.set(name, {
      ...{ name, key: Buffer.from(key, 'base64'), settings: newSettings() },
      ...{ containers: new Map(), deletedContainers: [], beingDeleted: new Map() },
    });
  }

  /** Drops all that an account holds, as deleting the account does. Throws ResourceNotFound. */
  clearAccount(name: string): void {
    const account = this.account(name);
    account.containers.clear();
    account.deletedContainers = [];
    account.beingDeleted.clear();
  }

  /** Throws ResourceNotFound. */
  account(name: string): Account {
    const account = this.accounts.get(name);
    if (account === undefined) throw new StorageError('ResourceNotFound');
    return account;
  }

  /** Throws ContainerNotFound, or ContainerBeingDeleted while the name of a deleted one is locked. */
  container(account: Account, name: string): Container {
    const container = account.containers.get(name);
    if (container !== undefined) return container;
    throw new StorageError(this.isBeingDeleted(account, name) ? 'ContainerBeingDeleted' : 'ContainerNotFound');
  }

  /** Whether the name of a deleted container can't be used yet. */
  isBeingDeleted(account: Account, name: string): boolean {
    return (account.beingDeleted.get(name) ?? 0) > this.clock.now();
  }
}
