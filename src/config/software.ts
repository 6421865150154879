import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that this program is deployed in: the one with its package.json. */
export function appFolder(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  throw new Error('The package.json of this program is missing from its folder. Deploy it again.');
}

/** Name and version of this program, as its package.json has them. */
export function software(): { name: string; version: string } {
  const { name, version } = JSON.parse(readFileSync(join(appFolder(), 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  return { name, version };
}
