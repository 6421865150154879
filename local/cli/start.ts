import { startOptions, startUsage } from '../demo/options';
import { loadSeed, workspaceIds } from '../demo/request-file';
import { UserError } from '../demo/user-error';
import { isFree } from '../system/ports';
import type { Azurite } from '../system/azurite';
import { startSystem, type RunningSystem } from '../system/system';
import { claimFolder } from './claim-folder';
import { checkSettingsFile, serveOtherHost } from './other-host';
import { startedText, withoutHostText } from './start-text';
import { stopRequested } from './stop-requested';
import { errorText } from '../terminal';

async function main(): Promise<number> {
  const options = startOptions(process.argv.slice(2));
  if (!options) {
    console.log(startUsage);
    return 0;
  }
  const seed = loadSeed(options.seed);
  if (options.noHost) await checkSettingsFile(options.settings);
  const stop = stopRequested(() => console.log('\nStopping everything, a moment…'));
  const folder = await claimFolder(options.dir, options.seed);
  const port = options.noHost || (await isFree(options.port)) ? options.port : 0;
  if (port !== options.port) console.log(`Port ${options.port} is taken: the app gets a free one.`);
  const { dir, noHost: withoutHost } = options;
  console.log(
    `Starting storage (Azurite)${withoutHost ? ' and' : ','} the Azure ML emulator${withoutHost ? '' : ' and the app'}…`,
  );
  const system = await startSystem({ dir, seed: options.seed, port, withoutHost, shielded: true });
  const hostStorage = withoutHost ? await servedOrStopped(system, options.settings) : undefined;
  const broken = firstToEnd(system, hostStorage);
  let end: string | undefined;
  if (!stop.aborted) {
    console.log(withoutHost ? withoutHostText(system, options.settings) : startedText(system, workspaceIds(seed)));
    const stopped = new Promise<undefined>((done) => stop.addEventListener('abort', () => done(undefined)));
    end = await Promise.race([broken, stopped]);
  }
  await hostStorage?.stop();
  await system.stop();
  await folder.close();
  if (end !== undefined) throw new UserError(`${end} ended unexpectedly. The logs are in ${dir}.`);
  console.log(`Stopped. The state is kept in ${dir}.`);
  return 0;
}

/** Serves another host; stops everything if that can't be. */
async function servedOrStopped(system: RunningSystem, settingsFile: string): Promise<Azurite> {
  try {
    return await serveOtherHost(system, settingsFile);
  } catch (error) {
    await system.stop();
    throw error;
  }
}

/** The name of the first process that ends. */
async function firstToEnd(
  { host, emulator, azurite, blobService }: RunningSystem,
  hostStorage: Azurite | undefined,
): Promise<string> {
  const ended = (process: Azurite['process']) =>
    new Promise<string>((done) => process.once('close', () => done('Azurite')));
  const ends = [
    ...(host ? [host.exited.then(() => 'The app')] : []),
    emulator.exited.then(() => 'The emulator'),
    ...(blobService ? [blobService.exited.then(() => 'The blob service')] : []),
    ended(azurite.process),
    ...(hostStorage ? [ended(hostStorage.process)] : []),
  ];
  return await Promise.race(ends);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(errorText(error, error instanceof UserError));
    process.exit(1);
  },
);
