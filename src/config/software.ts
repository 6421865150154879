import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Name and version of this program, as its package.json has them. */
export function software(): { name: string; version: string } {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
        string,
        string
      >;
      if (name && version) return { name, version };
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
    }
  }
  throw new Error('The package.json of this program is missing from its folder. Deploy it again.');
}
