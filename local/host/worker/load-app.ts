import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

interface PackageJson {
  main?: string;
  type?: string;
}

/** Loads the files that `main` of package.json names (a path or a glob), in alphabetical order. */
export async function loadApp(appDir: string): Promise<string[]> {
  const manifest = JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8')) as PackageJson;
  if (!manifest.main) throw new Error(`${join(appDir, 'package.json')}: 'main' must name the app's entry files.`);
  const files = findFiles(appDir, manifest.main);
  if (files.length === 0) {
    throw new Error(`No file in ${appDir} matches '${manifest.main}' ('main' of package.json). Was the app built?`);
  }
  for (const file of files) {
    const path = join(appDir, file);
    if (file.endsWith('.mjs') || (file.endsWith('.js') && manifest.type === 'module')) {
      await import(pathToFileURL(path).href);
    } else {
      createRequire(join(appDir, 'package.json'))(path);
    }
  }
  return files;
}

/** Files below `dir` that match a glob of `*`, `**`, `?` and `{a,b}`; slashes separate folders everywhere. */
export function findFiles(dir: string, pattern: string): string[] {
  const normalised = pattern.replace(/^\.\//, '');
  if (!/[*?{]/.test(normalised)) return isFile(join(dir, normalised)) ? [normalised] : [];
  const matches = globToRegExp(normalised);
  const fixed = normalised.slice(0, normalised.search(/[*?{]/));
  const start = join(dir, fixed.slice(0, fixed.lastIndexOf('/') + 1));
  const found: string[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const name = relative(dir, path).split(sep).join('/');
      if (entry.isDirectory() && entry.name !== 'node_modules') walk(path);
      else if (entry.isFile() && matches.test(name)) found.push(name);
    }
  };
  if (isDirectory(start)) walk(start);
  return found.sort();
}

function globToRegExp(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|[*?{},]|[.+^$()|[\]\\]/g, (token) => {
    switch (token) {
      case '**/':
        return '(?:.*/)?';
      case '**':
        return '.*';
      case '*':
        return '[^/]*';
      case '?':
        return '[^/]';
      case '{':
        return '(?:';
      case '}':
        return ')';
      case ',':
        return '|';
      default:
        return `\\${token}`;
    }
  });
  return new RegExp(`^${source}$`);
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
const isDirectory = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
