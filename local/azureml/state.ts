import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Journal } from './journal';
import type { Json } from './json';
import type { ResourceRecord } from './records';
import { keyOf, recordKey } from './records';

type Entry =
  { put: ResourceRecord } | { drop: string; type: string } | { note: string; value: Json } | { forget: string };

/**
 * All that the emulator remembers, in memory and in one journal file. Notes are small values by name
 * (the seed's settings, pending operations).
 */
export class State {
  // By type, then by key: lists of one type never walk over the others.
  private readonly records = new Map<string, Map<string, ResourceRecord>>();
  private readonly notes = new Map<string, Json>();
  private readonly journal: Journal<Entry>;

  /** Opens the state in a folder, which is made when missing. */
  constructor(dir: string) {
    mkdirSync(dir, { recursive: true });
    const { journal, entries } = Journal.open<Entry>(join(dir, 'state.jsonl'));
    this.journal = journal;
    for (const entry of entries) this.apply(entry);
    this.journal.rewrite(this.snapshot());
  }

  /** The record with this identity, or undefined. */
  get(type: string, scope: string, parent: string | undefined, name: string): ResourceRecord | undefined {
    return this.records.get(type)?.get(recordKey(type, scope, parent, name));
  }

  /** Records of one type below one scope (and parent), newest first; scope undefined means every scope. */
  list(type: string, scope?: string, parent?: string): ResourceRecord[] {
    const found: ResourceRecord[] = [];
    for (const record of this.records.get(type)?.values() ?? []) {
      if (scope !== undefined && record.scope.toLowerCase() !== scope.toLowerCase()) continue;
      if (parent !== undefined && record.parent?.toLowerCase() !== parent.toLowerCase()) continue;
      found.push(record);
    }
    return found.sort(newestFirst);
  }

  /** Every record, in no particular order. */
  all(): ResourceRecord[] {
    return [...this.records.values()].flatMap((records) => [...records.values()]);
  }

  /** Adds or replaces records, all or none of them after a crash. */
  put(...records: ResourceRecord[]): void {
    this.write(records.map((record) => ({ put: record })));
  }

  /** Removes records. */
  remove(...records: ResourceRecord[]): void {
    this.write(records.map((record) => ({ drop: keyOf(record), type: record.type })));
  }

  note(name: string): Json | undefined {
    return this.notes.get(name);
  }

  /** Names of the notes that begin so. */
  noteNames(prefix: string): string[] {
    return [...this.notes.keys()].filter((name) => name.startsWith(prefix));
  }

  setNote(name: string, value: Json): void {
    this.write([{ note: name, value }]);
  }

  forgetNote(name: string): void {
    this.write([{ forget: name }]);
  }

  /** Drops everything: what a seed that was interrupted half-way leaves behind is not a state. */
  clear(): void {
    this.records.clear();
    this.notes.clear();
    this.journal.rewrite([]);
  }

  close(): void {
    this.journal.close();
  }

  private write(entries: Entry[]): void {
    this.journal.append(entries);
    for (const entry of entries) this.apply(entry);
  }

  private apply(entry: Entry): void {
    if ('put' in entry) this.ofType(entry.put.type).set(keyOf(entry.put), entry.put);
    else if ('drop' in entry) this.ofType(entry.type).delete(entry.drop);
    else if ('note' in entry) this.notes.set(entry.note, entry.value);
    else this.notes.delete(entry.forget);
  }

  private ofType(type: string): Map<string, ResourceRecord> {
    const known = this.records.get(type);
    if (known !== undefined) return known;
    const made = new Map<string, ResourceRecord>();
    this.records.set(type, made);
    return made;
  }

  private snapshot(): Entry[] {
    return [
      ...this.all().map((record) => ({ put: record })),
      ...[...this.notes].map(([note, value]) => ({ note, value })),
    ];
  }
}

/** The position of a record in lists: lists are newest first, then by key. */
export function newestFirst(a: ResourceRecord, b: ResourceRecord): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return keyOf(a) < keyOf(b) ? -1 : 1;
}
