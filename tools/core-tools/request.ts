import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { QueueServiceClient, type QueueClient } from '@azure/storage-queue';
import { serveOtherHost } from '../../local/cli/other-host';
import { loadSeed, workspaceIds } from '../../local/demo/request-file';
import { isFree } from '../../local/system/ports';
import { startSystem } from '../../local/system/system';
import { startFunc } from './start-func';

const port = 7172;
const seed = resolve('seeds/small.json');
/** Milliseconds. */
const patience = 300_000;

/**
 * Starts storage and the Azure Machine Learning emulator, runs the app in Azure Functions Core Tools as
 * docs/func-start.md says, and sends it by the queue a dry run of everything in one workspace, which must complete.
 */
async function main(): Promise<number> {
  if (!(await isFree(port))) throw new Error(`Port ${port} is taken.`);
  const dir = await mkdtemp(join(tmpdir(), 'request-core-tools-'));
  const system = await startSystem({ dir, seed, withoutHost: true });
  let completed = false;
  try {
    const settings = join(dir, 'local.settings.json');
    const storage = await serveOtherHost(system, settings);
    try {
      completed = await requestIn(dir, settings);
    } finally {
      await storage.stop();
    }
  } finally {
    await system.stop();
    if (completed) await rm(dir, { recursive: true, force: true });
    else console.error(`The logs are in ${dir}.`);
  }
  return completed ? 0 : 1;
}

/** Whether a dry run completes in `func start` with these settings. */
async function requestIn(dir: string, settings: string): Promise<boolean> {
  const { Values } = JSON.parse(await readFile(settings, 'utf8')) as { Values: Record<string, string> };
  const env = { ...process.env, ...Values, FUNCTIONS_CORE_TOOLS_TELEMETRY_OPTOUT: '1' };
  const logFile = join(dir, 'func.log');
  const host = await startFunc({ app: '.', port, env, logFile, readyPath: 'api/health', timeoutMs: patience });
  try {
    // By the queue: Core Tools sign nobody in.
    const queues = QueueServiceClient.fromConnectionString(Values.AzureWebJobsStorage ?? '');
    const request = {
      requestId: 'in-func-start',
      action: 'export',
      scope: { workspaces: workspaceIds(loadSeed(seed)).slice(0, 1), everything: true },
      dryRun: true,
    };
    const message = Buffer.from(JSON.stringify(request)).toString('base64');
    await queues.getQueueClient('privacy-requests').sendMessage(message);
    const state = await endOf(queues.getQueueClient('privacy-results'));
    console.log(`The dry run in func start ended as ${state}.`);
    return state.startsWith('completed');
  } finally {
    await host.stop();
  }
}

/** The state that the first result message tells. */
async function endOf(results: QueueClient): Promise<string> {
  const deadline = Date.now() + patience;
  for (;;) {
    // The queue is made when the first message is written.
    const [message] = (await results.exists()) ? (await results.peekMessages()).peekedMessageItems : [];
    if (message) return (JSON.parse(Buffer.from(message.messageText, 'base64').toString()) as { state: string }).state;
    if (Date.now() > deadline) throw new Error('No result came.');
    await sleep(1_000);
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error((error as Error).message);
    process.exit(1);
  },
);
