import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { posix } from 'node:path';
import type { BicepFile } from './bicep/model';
import { readBicep } from './bicep/read';
import { bicepParser } from './bicep/parser';

/** The texts of a folder by their paths in it, with slashes. */
export type Texts = ReadonlyMap<string, string>;

/** The folder of the infrastructure as read: what each file of Bicep says, and the JSON beside it. */
export interface Folder {
  texts: Texts;
  files: ReadonlyMap<string, BicepFile>;
  json: ReadonlyMap<string, unknown>;
  /** JSON that can't be parsed. */
  broken: string[];
}

/** Reads the Bicep and JSON files below a folder. */
export function textsBelow(root: string): Texts {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  // The schemas are read for themselves.
  const wanted = names.filter((name) => /\.(bicep|json)$/.test(name) && !name.startsWith('schemas')).sort();
  return new Map(wanted.map((name) => [name.split(sep).join('/'), readFileSync(join(root, name), 'utf8')]));
}

/** A function that reads texts as a folder, and parses a text that it has seen no second time. */
export async function folderReader(): Promise<(texts: Texts) => Folder> {
  const parse = await bicepParser();
  const seen = new Map<string, BicepFile>();
  const bicepOf = (path: string, text: string) => {
    const key = `${path}\n${text}`;
    const known = seen.get(key) ?? readBicep(text, path, parse);
    seen.set(key, known);
    return known;
  };
  return (texts) => {
    const folder = {
      texts,
      files: new Map<string, BicepFile>(),
      json: new Map<string, unknown>(),
      broken: [] as string[],
    };
    for (const [path, text] of texts) {
      if (path.endsWith('.bicep')) folder.files.set(path, bicepOf(path, text));
      else {
        try {
          folder.json.set(path, JSON.parse(text));
        } catch {
          folder.broken.push(path);
        }
      }
    }
    return folder;
  };
}

/** The path in the folder of what a file names by a path from itself. */
export function pathFrom(file: string, path: string): string {
  return posix.normalize(posix.join(dirname(file), path));
}

/** A path below the root with slashes, as findings name files. */
export function shownPath(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}
