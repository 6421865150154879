import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deployable } from '../package/bundle';
import { notesOf } from './changelog';
import { zipFolder } from './zip-folder';

const usage = `Usage: npm run release-files -- --tag TAG

Writes into dist/release what a release consists of: the deployable folder as a zip file, what it is built from
(CycloneDX), their checksums, and the notes from CHANGELOG.md. TAG is v and the version in package.json.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { tag: { type: 'string' } } });
  if (values.tag === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string; version: string };
  if (values.tag !== `v${version}`) throw new Error(`The tag is ${values.tag}, and the version is ${version}.`);
  const notes = notesOf(readFileSync('CHANGELOG.md', 'utf8'), version);
  const files = [
    { file: `${name}-${version}.zip`, content: await zipFolder(deployable) },
    { file: 'sbom.cdx.json', content: sbom() },
  ];
  const folder = join('dist', 'release');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const { file, content } of files) writeFileSync(join(folder, file), content);
  writeFileSync(join(folder, 'SHA256SUMS'), files.map(({ file, content }) => checksum(file, content)).join(''));
  writeFileSync(join(folder, 'notes.md'), notes);
  console.log(`Wrote ${files.map(({ file }) => file).join(' and ')} to ${folder}.`);
  return 0;
}

/** All packages that production needs. The bundle leaves out what of them nothing uses. */
function sbom(): Buffer {
  const options = ['--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--omit', 'dev', '--package-lock-only'];
  return execFileSync('npm', ['sbom', ...options], { maxBuffer: 64 * 1024 * 1024 });
}

/** A line that `sha256sum --check` reads. */
function checksum(file: string, content: Buffer): string {
  return `${createHash('sha256').update(content).digest('hex')}  ${file}\n`;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error((error as Error).message);
    process.exitCode = 1;
  },
);
