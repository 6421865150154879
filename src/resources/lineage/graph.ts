import { RangeIndex } from '../../storage/range-index';
import type { ByteRange } from '../../storage/uri';

/** A job, or a run that only run history shows. Ids are ARM ids; those that something refers to are in lower case. */
export interface LineageJob {
  id: string;
  /** The jobs above it: a pipeline and its steps, a sweep and its trials count as one. */
  partOf: readonly string[];
  /** Versions of data assets and models, or names of them for every version. */
  readsAssets: readonly string[];
  /** Jobs whose outputs it reads. */
  readsJobs: readonly string[];
  reads: readonly ByteRange[];
  /** Where it writes outside its own folders. */
  writes: readonly ByteRange[];
  /** Assets that its outputs were registered as. */
  registers: readonly string[];
}

/** A version of a data asset or of a model. */
export interface LineageAsset {
  /** In lower case. */
  id: string;
  ranges: readonly ByteRange[];
  /** Jobs that its record names as its makers, in lower case. */
  madeBy: readonly string[];
}

/** What lies at some place or goes by some id and is in the plan. */
export interface PlannedData {
  /** References of planned assets and jobs by ARM id in lower case. */
  byId: ReadonlyMap<string, string>;
  byRange: RangeIndex<string>;
}

/** Where data of the plan went: the jobs on the way, and the planned items that were read. */
export interface Trace {
  /** ARM ids, in order. */
  jobs: string[];
  /** References, in order. */
  reads: string[];
}

interface Sources {
  direct: Set<string>;
  /** Jobs in lower case. */
  upstream: Set<string>;
}

/**
 * Who was trained on what, over any number of jobs: what a job makes comes from all that it reads, and from what the
 * jobs of the same pipeline or sweep read. The order in which things are given doesn't matter, and circles end.
 */
export class LineageGraph {
  private readonly families = new Families();
  private readonly members = new Map<string, string[]>();
  private readonly displayed = new Map<string, string>();
  private readonly assets = new Map<string, LineageAsset[]>();
  private readonly writers = new RangeIndex<string>();
  private readonly registrars = new Map<string, string[]>();
  private readonly sources = new Map<string, Sources>();
  /** Families that read data of the plan, or what came from it. */
  private readonly tainted: Set<string>;

  /** `jobsAt`: ids (in lower case) of the jobs in whose own folders a range lies. */
  constructor(
    jobs: readonly LineageJob[],
    assets: readonly LineageAsset[],
    private readonly planned: PlannedData,
    private readonly jobsAt: (range: ByteRange) => readonly string[],
  ) {
    for (const asset of assets) {
      push(this.assets, asset.id, asset);
      push(this.assets, nameOf(asset.id), asset);
    }
    for (const job of jobs) {
      const id = job.id.toLowerCase();
      this.displayed.set(id, job.id);
      for (const above of job.partOf) this.families.join(id, above.toLowerCase());
      for (const range of job.writes) this.writers.add(range, id);
      for (const asset of job.registers) push(this.registrars, asset, id);
    }
    for (const job of jobs) this.addSources(job);
    for (const id of this.sources.keys()) push(this.members, this.families.of(id), id);
    this.tainted = this.spread();
  }

  /** Where an asset got data of the plan from; undefined when none is known to have reached it. */
  trace(asset: LineageAsset): Trace | undefined {
    const jobs = new Set<string>();
    const reads = new Set<string>();
    const visited = new Set<string>();
    const open = this.makersOf(asset);
    for (let job = open.pop(); job !== undefined; job = open.pop()) {
      const family = this.families.of(job);
      if (!this.tainted.has(family)) continue;
      jobs.add(this.displayed.get(job) ?? job);
      if (visited.has(family)) continue;
      visited.add(family);
      for (const member of this.members.get(family) ?? []) {
        const { direct, upstream } = this.sources.get(member) ?? { direct: [], upstream: [] };
        const further = [...upstream].filter((other) => this.tainted.has(this.families.of(other)));
        for (const ref of direct) reads.add(ref);
        if ([...direct].length > 0 || further.length > 0) jobs.add(this.displayed.get(member) ?? member);
        open.push(...further);
      }
    }
    return reads.size > 0 ? { jobs: [...jobs].sort(), reads: [...reads].sort() } : undefined;
  }

  private addSources(job: LineageJob): void {
    const direct = new Set<string>();
    const upstream = new Set(job.readsJobs);
    const readPlace = (range: ByteRange) => {
      for (const ref of this.planned.byRange.overlapping(range)) direct.add(ref);
      for (const maker of this.makersAt(range)) upstream.add(maker);
    };
    const readPlanned = (id: string) => {
      const ref = this.planned.byId.get(id);
      if (ref) direct.add(ref);
    };
    for (const range of job.reads) readPlace(range);
    for (const id of job.readsJobs) readPlanned(id);
    for (const id of job.readsAssets) {
      readPlanned(id);
      for (const asset of this.assets.get(id) ?? []) {
        readPlanned(asset.id);
        asset.ranges.forEach(readPlace);
        for (const maker of this.makersOf(asset)) upstream.add(maker);
      }
    }
    if (direct.size > 0 || upstream.size > 0) merge(this.sources, job.id.toLowerCase(), { direct, upstream });
  }

  private makersOf(asset: LineageAsset): string[] {
    const registered = this.registrars.get(asset.id) ?? [];
    return [...asset.madeBy, ...registered, ...asset.ranges.flatMap((range) => this.makersAt(range))];
  }

  private makersAt(range: ByteRange): string[] {
    return [...this.jobsAt(range), ...this.writers.overlapping(range)];
  }

  /** From the families that read data of the plan themselves to all that read what those made. */
  private spread(): Set<string> {
    const readers = new Map<string, string[]>();
    const tainted = new Set<string>();
    for (const [job, { direct, upstream }] of this.sources) {
      const family = this.families.of(job);
      if (direct.size > 0) tainted.add(family);
      for (const other of upstream) push(readers, this.families.of(other), family);
    }
    // A set gives what is added while it is walked, too.
    for (const family of tainted) for (const reader of readers.get(family) ?? []) tainted.add(reader);
    return tainted;
  }
}

/** Jobs that count as one, by any of them. */
class Families {
  private readonly above = new Map<string, string>();

  of(id: string): string {
    let top = id;
    for (let next = this.above.get(top); next !== undefined; next = this.above.get(top)) top = next;
    // What was walked leads straight to the top from now on.
    for (let at = id; at !== top;) {
      const next = this.above.get(at) ?? top;
      this.above.set(at, top);
      at = next;
    }
    return top;
  }

  join(id: string, other: string): void {
    const [one, two] = [this.of(id), this.of(other)];
    if (one !== two) this.above.set(one, two);
  }
}

/** The id of an asset's name, from that of a version. */
function nameOf(versionId: string): string {
  return versionId.replace(/\/versions\/[^/]+$/, '');
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

function merge(map: Map<string, Sources>, key: string, { direct, upstream }: Sources): void {
  const known = map.get(key);
  if (!known) map.set(key, { direct, upstream });
  for (const ref of direct) known?.direct.add(ref);
  for (const job of upstream) known?.upstream.add(job);
}
