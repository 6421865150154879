import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allowedLicences } from '../licences/allowed';
import type { Bundle } from './bundle';
import { packagesIn } from './installed';
import { notices } from './notices';

/** Files that are deployed as they lie in the project; those that may be missing are a user's own. */
const copied = [
  { name: 'host.json', required: true },
  { name: 'retention-policies.json', required: false },
];

/** All files of the deployable folder, by name, for the project in `root` and what esbuild made of it. */
export function contents(root: string, { files, metafile }: Bundle): Map<string, Uint8Array> {
  const all = new Map(files);
  for (const { name, required } of copied) {
    if (required || existsSync(join(root, name))) all.set(name, readFileSync(join(root, name)));
  }
  all.set('package.json', Buffer.from(manifest(root)));
  all.set('THIRD-PARTY-NOTICES.txt', Buffer.from(notices(packagesIn(metafile, root), allowedLicences)));
  return all;
}

/** What the Functions worker and the program itself read of package.json; nothing that could make anybody install. */
function manifest(root: string): string {
  const { name, version, license, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license: string;
    engines: object;
  };
  return `${JSON.stringify({ name, version, private: true, license, engines, main: 'index.js' }, undefined, 2)}\n`;
}
