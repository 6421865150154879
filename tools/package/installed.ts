import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';

/** An installed package. */
export interface InstalledPackage {
  /** Its folder. */
  folder: string;
  name: string;
  version: string;
  /** SPDX expression, as the package has it. */
  licence: string | undefined;
  dependencies: string[];
}

/**
 * The packages that files of the bundle come from, and what those depend on: some packages are bundles themselves, and
 * hold code of their dependencies without a file of theirs.
 */
export function packagesIn(metafile: Metafile, root: string): InstalledPackage[] {
  const found = new Map<string, InstalledPackage>();
  const add = (folder: string) => {
    if (found.has(folder)) return;
    const installed = readPackage(folder);
    found.set(folder, installed);
    for (const name of installed.dependencies) add(folderOf(name, folder));
  };
  for (const path of Object.keys(metafile.inputs)) {
    const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [];
    if (folder !== undefined) add(join(root, folder));
  }
  return [...found.values()];
}

function readPackage(folder: string): InstalledPackage {
  const { name, version, license, dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
    dependencies?: Record<string, string>;
  };
  return { folder, name, version, licence: license, dependencies: Object.keys(dependencies ?? {}) };
}

/** Where Node finds a package that a file in `from` asks for. Throws if it is not installed. */
function folderOf(name: string, from: string): string {
  for (let above = from; above !== dirname(above); above = dirname(above)) {
    const folder = join(above, 'node_modules', name);
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  throw new Error(`${from} needs ${name}, which is not installed: run npm ci.`);
}

/**
 * The text of a package's licence, with its notices; undefined where it has none. A few packages have their licence as
 * the last part of their README instead of a file.
 */
export function licenceText(folder: string): string | undefined {
  const files = readdirSync(folder).sort();
  const read = (file: string) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
  const licences = files.filter((file) => /^(licen[cs]e|copying)/i.test(file)).map(read);
  if (licences.length > 0)
    return [...licences, ...files.filter((file) => /^notice/i.test(file)).map(read)].join('\n\n');
  const readme = files.find((file) => /^readme/i.test(file));
  return readme === undefined ? undefined : licenceInReadme(read(readme));
}

/** The part under the title "License", if the text itself is there and not only its name. */
function licenceInReadme(readme: string): string | undefined {
  const part = /^(?:#+ *licen[cs]e|licen[cs]e *\n-{3,}) *\n([^]*?)(?=\n#|\n\[[^\]\n]+\]: |$(?![^]))/im.exec(
    readme,
  )?.[1];
  return part !== undefined && /copyright/i.test(part) && /permission/i.test(part) ? part.trim() : undefined;
}
