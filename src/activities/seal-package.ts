import { randomUUID } from 'node:crypto';
import { now } from '../config/clock';
import {
  filesIn,
  indexLines,
  manifestsOf,
  type DescribingFile,
  type PackageContents,
} from '../requests/package/package-contents';
import { packageBlobName } from '../requests/package/package-files';
import { manifestJson, roCrateJson, type PackageAbout } from '../requests/package/package-manifest';
import { packageReadme, totalsOf } from '../requests/package/package-readme';
import { zipPieces, type ZipEntry } from '../requests/package/package-zip';
import type { SealedPackage } from '../requests/package/sealed-package';
import { loadRequest, stopOf } from '../requests/request-store';
import { stepsFolder } from '../requests/shard-results';
import { resourceTypes } from '../resources/registry';
import { writePackageFile } from '../storage/copy';
import { Documents, type ShardRef } from '../storage/documents';
import { containers, ownContainer } from '../storage/own-containers';
import { putTogether } from '../storage/pieces';
import { blockSizeFor } from '../storage/upload';

/** Input of the activity: the last link of the exporting phase, and where an earlier call left off. */
export interface SealInput {
  key: string;
  prepared: string;
  /** Document with the contents, once it is written. */
  contents?: string;
  /** Bytes of the zip that are written. */
  at?: number;
}

/** What one call came to: the package, or where the next one goes on. */
export type SealStep = { package: SealedPackage } | { contents: string; at: number };

const documents = new Documents();
/** Milliseconds after which an activity call hands back to its orchestrator. */
const budgetMs = 60_000;

/**
 * Writes the describing files, and everything into one zip: in as many calls as it takes, holding a few blocks whatever
 * the size. All under names of this attempt alone: a second run must not change what is being downloaded.
 */
export async function sealPackage(input: SealInput): Promise<SealStep> {
  // A step that runs once more after the end would leave a copy of the data that nothing refers to.
  if ((await stopOf(input.key)) === 'ended') throw new Error('The request has ended; its package is sealed.');
  const name = input.contents ?? (await describe(input));
  const contents = await documents.needFixed<PackageContents>(name);
  const at = await writeZip(contents, input.at ?? 0);
  if (at !== undefined) return { contents: name, at };
  const manifest = contents.describing.find((file) => file.path === 'manifest.json');
  return {
    package: {
      contents: name,
      ...(contents.zip ? { blob: contents.zip.blob } : {}),
      files: contents.describing.length + contents.manifests.reduce((sum, shard) => sum + shard.count, 0),
      bytes: contents.zip?.size ?? (await sizeOf(contents)),
      manifestSha256: manifest?.sha256 ?? '',
    },
  };
}

/** Writes the files that describe the package, and the document that says what it consists of. */
async function describe({ key, prepared }: SealInput): Promise<string> {
  const attempt = randomUUID().slice(0, 8);
  const { requestId, request } = await loadRequest(key);
  const manifests = await manifestsOf(prepared);
  const files = () => filesIn(manifests);
  const otherPeople = request.subject && (request.package?.otherPeople ?? 'redacted');
  const about: PackageAbout = { requestId, madeAt: now().toISOString(), ...(otherPeople ? { otherPeople } : {}) };
  const write = async (path: string, content: AsyncIterable<Uint8Array>): Promise<DescribingFile> => {
    const blob = packageBlobName(key, `${path} ${attempt}`);
    return { path, blob, ...(await writePackageFile(blob, content)) };
  };
  const totals = await totalsOf(files());
  const readme = await write('README.html', packageReadme(about, totals, files(), wordsOf));
  const crate = await write('ro-crate-metadata.json', roCrateJson(about, files));
  const manifest = await write('manifest.json', manifestJson(about, [readme, crate], files()));
  const describing = [readme, manifest, crate];
  const folder = stepsFolder(key);
  const index = await documents.writeLines(`${folder}/package-index`, indexLines(manifests));
  const contents: PackageContents = { describing, manifests, index, madeAt: about.madeAt };
  if (request.package?.zip !== false) {
    let size = 0;
    for await (const piece of piecesOf(contents)) size += piece.length;
    contents.zip = { blob: `${key}/package-${attempt}.zip`, size, blockSize: blockSizeFor(size) };
  }
  const name = `${folder}/package-${attempt}.json`;
  await documents.create(name, contents);
  return name;
}

function wordsOf(type: string): { title: string; summary: string } {
  return resourceTypes.find(({ name }) => name === type) ?? { title: type, summary: '' };
}

async function* entriesOf(describing: readonly ZipEntry[], manifests: readonly ShardRef[]): AsyncGenerator<ZipEntry> {
  yield* describing;
  yield* filesIn(manifests);
}

function piecesOf({ describing, manifests, madeAt }: PackageContents) {
  return zipPieces(() => entriesOf(describing, manifests), new Date(madeAt));
}

async function writeZip(contents: PackageContents, from: number): Promise<number | undefined> {
  if (!contents.zip) return undefined;
  const { blob, blockSize } = contents.zip;
  const container = await ownContainer(containers.packages);
  return putTogether(container, blob, piecesOf(contents), { from, blockSize, until: performance.now() + budgetMs });
}

async function sizeOf({ describing, manifests }: PackageContents): Promise<number> {
  let size = 0;
  for await (const entry of entriesOf(describing, manifests)) size += entry.size;
  return size;
}
