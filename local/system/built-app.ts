import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folder of the app as it is deployed, below that of everything compiled. Throws when it isn't built, or when the sources were compiled again since:
 * what ran would not be what one sees.
 */
export function builtApp(dist = join(__dirname, '../..')): string {
  const folder = join(dist, 'app');
  const built = statSync(join(folder, 'index.js'), { throwIfNoEntry: false })?.mtimeMs;
  if (built === undefined) throw new Error(`The app is not in ${folder}: run npm run build.`);
  const compiled = readdirSync(join(dist, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs);
  if (Math.max(...compiled) > built) throw new Error(`The app in ${folder} is older than its code: run npm run build.`);
  return folder;
}
