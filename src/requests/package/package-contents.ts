import { Documents, type ShardRef } from '../../storage/documents';
import { refsIn, type PackageFile } from './package-files';
import { phaseResults, resultsOf } from '../shard-results';

/** A file of the package that describes it: the page to begin with, the manifest. */
export type DescribingFile = Pick<PackageFile, 'path' | 'blob' | 'size' | 'sha256' | 'crc32'>;

/** What a sealed package consists of: a document, so that no step has to hold what may be a million lines. */
export interface PackageContents {
  describing: DescribingFile[];
  /** Shards with the lines of all other files, in the order of the plan. */
  manifests: ShardRef[];
  /** Lines of `IndexLine`, one per item. */
  index: ShardRef;
  /** RFC 3339. */
  madeAt: string;
  zip?: { blob: string; size: number; blockSize: number };
}

/** Where the files of an item are listed: by the beginning of its reference, which stands in their paths. */
interface IndexLine {
  ref: string;
  manifest: number;
}

const documents = new Documents();

/** The manifest shards of an export, in the order of the plan. `prepared` is the last link of the exporting phase. */
export async function manifestsOf(prepared: string): Promise<ShardRef[]> {
  const shards = [...(await phaseResults(prepared))].sort((a, b) => a[0] - b[0]);
  const manifests: ShardRef[] = [];
  for (const [, last] of shards) {
    for (const { manifest } of await resultsOf(last)) if (manifest && manifest.count > 0) manifests.push(manifest);
  }
  return manifests;
}

/** Every file but the describing ones. The files of an item come one after the other. */
export async function* filesIn(manifests: readonly ShardRef[]): AsyncGenerator<PackageFile> {
  for (const manifest of manifests) yield* documents.lines<PackageFile>(manifest);
}

/** The lines of the index. */
export async function* indexLines(manifests: readonly ShardRef[]): AsyncGenerator<IndexLine> {
  for (const [index, manifest] of manifests.entries()) {
    let before = '';
    for await (const { ref } of documents.lines<PackageFile>(manifest)) {
      if (ref !== before) yield { ref: ref.slice(0, 8), manifest: index };
      before = ref;
    }
  }
}

/** Finds a file by its path, reading no more than the index and the shards of what the path may belong to. */
export async function findFile(contents: PackageContents, path: string): Promise<DescribingFile | undefined> {
  const describing = contents.describing.find((file) => file.path === path);
  if (describing) return describing;
  const refs = refsIn(path);
  if (refs.size === 0) return undefined;
  const searched = new Set<number>();
  for await (const { ref, manifest } of documents.lines<IndexLine>(contents.index)) {
    const shard = contents.manifests[manifest];
    if (!refs.has(ref) || searched.has(manifest) || !shard) continue;
    searched.add(manifest);
    for await (const file of documents.lines<PackageFile>(shard)) if (file.path === path) return file;
  }
  return undefined;
}
