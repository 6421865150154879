import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { UserError } from '../demo/user-error';

/**
 * Makes the folder of a start this process's own until it ends. A small store holds which seed the folder began with
 * (the emulator loads a seed into an empty state only: another one would be ignored silently), and its lock, which
 * the system takes away from a process that dies, keeps a second start out. Throws UserError for either. The folder
 * is one's own until the store is closed.
 */
export async function claimFolder(dir: string, seedFile: string): Promise<{ close(): Promise<void> }> {
  await mkdir(dir, { recursive: true });
  const store = new ClassicLevel(join(dir, 'start'));
  try {
    await store.open();
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    if (code !== 'LEVEL_LOCKED') throw error;
    throw new UserError(`Another start is running on ${dir}. Stop that one, or name another folder with --dir.`);
  }
  const hash = createHash('sha256')
    .update(await readFile(seedFile))
    .digest('hex');
  const known = await store.get('seed');
  if (known !== undefined && known !== hash) {
    throw new UserError(
      `${dir} holds what became of another seed. Remove that folder to begin anew, or name another with --dir.`,
    );
  }
  await store.put('seed', hash);
  return store;
}
