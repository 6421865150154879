import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Journal } from './journal';
import type { Json } from './json';
import { newestFirst, RecordList } from './record-list';
import type { ResourceRecord } from './records';
import { keyOf, recordKey, scopeOfKey } from './records';

type Entry =
  { put: ResourceRecord } | { drop: string; type: string } | { note: string; value: Json } | { forget: string };

/**
 * All that the emulator remembers, in memory and in one journal file. Notes are small values by name
 * (the seed's settings, pending operations).
 */
export class State {
  // By type, then by scope in lower case: lists never walk over what others hold.
  private readonly records = new Map<string, Map<string, RecordList>>();
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
    return this.records
      .get(type)
      ?.get(scope.toLowerCase())
      ?.get(recordKey(type, scope, parent, name));
  }

  /** Records of one type below one scope (and parent), newest first; scope undefined means every scope. */
  list(type: string, scope?: string, parent?: string): readonly ResourceRecord[] {
    const lists = this.records.get(type);
    const found =
      scope === undefined
        ? [...(lists?.values() ?? [])].flatMap((list) => list.all()).sort(newestFirst)
        : (lists?.get(scope.toLowerCase())?.all() ?? []);
    if (parent === undefined) return found;
    return found.filter((record) => record.parent?.toLowerCase() === parent.toLowerCase());
  }

  /** Jobs or runs right below a run, newest first. */
  childrenOf(type: 'jobs' | 'runs', scope: string, run: string): ResourceRecord[] {
    return this.records.get(type)?.get(scope.toLowerCase())?.childrenOf(run) ?? [];
  }

  /** Every record, in no particular order. */
  all(): ResourceRecord[] {
    return [...this.records.values()].flatMap((lists) => [...lists.values()].flatMap((list) => list.all()));
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
    if ('put' in entry) {
      const key = keyOf(entry.put);
      this.listOf(entry.put.type, key).put(key, entry.put);
    } else if ('drop' in entry) this.listOf(entry.type, entry.drop).drop(entry.drop);
    else if ('note' in entry) this.notes.set(entry.note, entry.value);
    else this.notes.delete(entry.forget);
  }

  private listOf(type: string, key: string): RecordList {
    const lists = this.records.get(type) ?? new Map<string, RecordList>();
    const scope = scopeOfKey(key);
    const list = lists.get(scope) ?? new RecordList();
    this.records.set(type, lists.set(scope, list));
    return list;
  }

  private snapshot(): Entry[] {
    return [
      ...this.all().map((record) => ({ put: record })),
      ...[...this.notes].map(([note, value]) => ({ note, value })),
    ];
  }
}
