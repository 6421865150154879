import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { now } from '../config/clock';
import { packageBlobName, type PackageFile } from '../requests/package-files';
import { packageReadme } from '../requests/package-readme';
import { loadRequest, stopOf } from '../requests/request-store';
import { phaseResults, resultsOf } from '../requests/shard-results';
import { containers, Documents, ownContainer } from '../storage/documents';
import { writePackageFile } from '../storage/copy';

/** Input of the activity: the last link of the exporting phase. */
export interface SealInput {
  key: string;
  prepared: string;
}

/** What a sealed package is. */
export interface SealedPackage {
  /** Blob of the zip in the packages container. */
  blob: string;
  files: number;
  bytes: number;
  manifestSha256: string;
}

const documents = new Documents();

/**
 * Writes manifest and first page, and everything into one zip, streamed: no file is ever held in memory. All under
 * names of this attempt alone: a second run must not change what is being downloaded.
 */
export async function sealPackage(input: SealInput): Promise<SealedPackage> {
  // A step that runs once more after the end would leave a copy of the data that nothing refers to.
  if ((await stopOf(input.key)) === 'ended') throw new Error('The request has ended; its package is sealed.');
  const { requestId } = await loadRequest(input.key);
  const madeAt = now().toISOString();
  const attempt = randomUUID().slice(0, 8);
  const manifestName = packageBlobName(input.key, `manifest.json ${attempt}`);
  const manifest = await writePackageFile(manifestName, Readable.from(manifestJson(input, requestId, madeAt)));
  const readme = await packageReadme(requestId, madeAt, packageFiles(input));
  const readmeName = packageBlobName(input.key, `README.html ${attempt}`);
  await writePackageFile(readmeName, Readable.from([Buffer.from(readme)]));

  const zip = new ZipFile();
  const blob = `${input.key}/package-${attempt}.zip`;
  const failed = new Promise<never>((_, reject) => zip.once('error', reject));
  const written = writePackageFile(blob, zip.outputStream as Readable);
  const container = await ownContainer(containers.packages);
  const add = (blob: string, path: string) => {
    zip.addReadStreamLazy(path, { mtime: new Date(madeAt), compress: true }, (give) => {
      container
        .getBlobClient(blob)
        .download(0, undefined, { maxRetryRequests: 5 })
        .then(
          (answer) => give(null, answer.readableStreamBody as Readable),
          (error: Error) => give(error, Readable.from([])),
        );
    });
  };
  add(readmeName, 'README.html');
  add(manifestName, 'manifest.json');
  let files = 2;
  for await (const file of packageFiles(input)) {
    add(file.blob, file.path);
    files += 1;
  }
  zip.end();
  const { size } = await Promise.race([written, failed]);
  return { blob, files, bytes: size, manifestSha256: manifest.sha256 };
}

/** Every file of the package, in the order of the plan; a file that a repeated step wrote twice comes once. */
async function* packageFiles(input: SealInput): AsyncGenerator<PackageFile> {
  const shards = [...(await phaseResults(input.prepared))].sort((a, b) => a[0] - b[0]);
  const seen = new Set<string>();
  for (const [, last] of shards) {
    for (const { manifest } of await resultsOf(last)) {
      if (!manifest) continue;
      for await (const file of documents.lines<PackageFile>(manifest)) {
        if (seen.has(file.path)) continue;
        seen.add(file.path);
        yield file;
      }
    }
  }
}

async function* manifestJson(input: SealInput, requestId: string, madeAt: string): AsyncGenerator<Buffer> {
  yield Buffer.from(`{"manifestVersion":1,"requestId":${JSON.stringify(requestId)},"madeAt":"${madeAt}","files":[\n`);
  let first = true;
  for await (const { blob: _, ...file } of packageFiles(input)) {
    yield Buffer.from(`${first ? '' : ',\n'}${JSON.stringify(file)}`);
    first = false;
  }
  yield Buffer.from('\n]}\n');
}
