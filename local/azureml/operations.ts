import { randomUUID } from 'node:crypto';
import type { Json } from './json';
import type { State } from './state';

/** A long-running operation: what it does when its time has come. */
export interface Operation {
  id: string;
  /** `purge` deletes without a way back where `delete` leaves one. */
  kind: 'delete' | 'purge' | 'cancel' | 'update';
  /** Key parts of the record it works on. */
  target: { type: string; scope: string; parent?: string; name: string };
  startedAt: number;
  /** Milliseconds since 1970 at which it is carried out. */
  finishAt: number;
  status: 'InProgress' | 'Succeeded' | 'Failed';
  /** Why it failed, for the person at the console. */
  error?: string;
}

/** Carries an operation out; called once, when its time has come. */
export type Effect = (operation: Operation) => Promise<void>;

/** The longest delay that setTimeout keeps (2^31 - 1 ms). */
const LONGEST_TIMER = 2_147_483_647;

/** Pending and finished operations. They are kept in the state, so that a restart carries them on. */
export class Operations {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  /** Unfinished operations by id. */
  private readonly active = new Map<string, Operation>();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly state: State,
    private readonly effect: Effect,
    private readonly now: () => number,
  ) {}

  /** Takes up the operations that a previous process left unfinished. */
  resume(): void {
    for (const name of this.state.noteNames('operation:')) {
      const operation = this.state.note(name) as unknown as Operation;
      if (operation.status === 'InProgress') this.arm(operation);
    }
  }

  /** Starts an operation, or returns the one of the same kind that already works on this record. */
  start(kind: Operation['kind'], target: Operation['target'], seconds: number): Operation {
    const same = this.pending(target).find((operation) => operation.kind === kind);
    if (same !== undefined) return same;
    const startedAt = this.now();
    const finishAt = startedAt + seconds * 1000;
    const operation: Operation = { id: randomUUID(), kind, target, startedAt, finishAt, status: 'InProgress' };
    this.save(operation);
    this.arm(operation);
    return operation;
  }

  find(id: string): Operation | undefined {
    return this.state.note(`operation:${id}`) as unknown as Operation | undefined;
  }

  /** Unfinished operations on one record. */
  pending(target: Operation['target']): Operation[] {
    const key = JSON.stringify(targetParts(target));
    return [...this.active.values()].filter((operation) => JSON.stringify(targetParts(operation.target)) === key);
  }

  /** Stops the timers and waits for what is being carried out; the state keeps the rest. */
  async stop(): Promise<void> {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    await Promise.all(this.running);
  }

  private arm(operation: Operation): void {
    this.active.set(operation.id, operation);
    const delay = Math.min(LONGEST_TIMER, Math.max(0, operation.finishAt - this.now()));
    const timer = setTimeout(() => {
      this.timers.delete(operation.id);
      const run = this.finish(operation).finally(() => this.running.delete(run));
      this.running.add(run);
    }, delay);
    this.timers.set(operation.id, timer);
  }

  private async finish(operation: Operation): Promise<void> {
    try {
      await this.effect(operation);
      this.save({ ...operation, status: 'Succeeded' });
    } catch (error) {
      this.save({ ...operation, status: 'Failed', error: String(error) });
    }
  }

  private save(operation: Operation): void {
    if (operation.status !== 'InProgress') this.active.delete(operation.id);
    this.state.setNote(`operation:${operation.id}`, operation as unknown as Json);
  }
}

function targetParts(target: Operation['target']): string[] {
  return [target.type, target.scope.toLowerCase(), target.parent?.toLowerCase() ?? '', target.name];
}
