import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from './user-error';

/** Marks a folder that a demo may empty. */
export const markerName = '.azureml-data-requests-demo';

/**
 * Makes the folder for the results. One that an earlier demo made is emptied; one that somebody else filled is left
 * alone, and UserError thrown: a mistyped `--out` must not cost anybody their files.
 */
export async function prepareOutFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
  } catch (error) {
    throw new UserError(`The folder ${dir} can't be made: ${(error as Error).message}`);
  }
  const names = await readdir(dir);
  if (names.length > 0 && !names.includes(markerName)) {
    throw new UserError(`The folder ${dir} holds files that no demo made. Name another one with --out.`);
  }
  for (const name of names) await rm(join(dir, name), { recursive: true, force: true });
  await writeFile(join(dir, markerName), 'Results of a demo. The next demo with this folder empties it.\n');
}
