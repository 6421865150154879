import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSystem, type RunningSystem } from '../system/system';
import { Api } from './api';
import { follow } from './follow';
import type { DemoOptions } from './options';
import { prepareOutFolder } from './out-folder';
import { loadRequest, loadSeed, requestFor, withId, type DemoRequest } from './request-file';
import { fetchResults, pretty } from './results';
import { DemoStorage, type ResultMessage } from './storage';
import { endText, refusalText } from './story';
import type { DemoSummary } from './summary';
import type { View } from './view';

/**
 * Runs one request through the whole system and writes what came of it. Whatever happens, all processes are stopped
 * and the temporary folder is removed; when something broke, the logs are kept in the results' folder.
 */
export async function runDemo(options: DemoOptions, view: View, signal: AbortSignal): Promise<DemoSummary> {
  const since = Date.now();
  const seed = loadSeed(options.seed);
  const request = options.request === undefined ? withId(requestFor(seed)) : loadRequest(options.request);
  await prepareOutFolder(options.out);
  const dir = await mkdtemp(join(tmpdir(), 'azureml-data-requests-'));
  let system: RunningSystem | undefined;
  try {
    view.begin('Start', 'storage (Azurite), the Azure ML emulator and the app, each as a process');
    system = await startSystem({ dir, seed: options.seed, app: options.app, shielded: true });
    signal.throwIfAborted();
    view.done(system.url);
    const summary = await sendAndFollow(system, request, options, view, signal);
    return { ...summary, seconds: Math.round((Date.now() - since) / 100) / 10 };
  } catch (error) {
    if (!signal.aborted) await keepLogs(dir, options.out);
    throw error;
  } finally {
    view.close();
    // Its state goes with the folder: no need to wait until it has finished what it is doing.
    await system?.host?.kill();
    await system?.stop();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function sendAndFollow(
  system: RunningSystem,
  { body, requestId }: DemoRequest,
  options: DemoOptions,
  view: View,
  signal: AbortSignal,
): Promise<DemoSummary> {
  const storage = new DemoStorage(system);
  const requester = await Api.signIn(system.url, 'requester', signal);
  const approver = await Api.signIn(system.url, 'approver', signal);
  view.begin('Request', 'goes on the queue privacy-requests');
  await storage.send(body, signal);
  view.done(`${requestId ?? 'without an id'}, on the queue privacy-requests`);

  const { approveInUse } = options;
  const ending = await follow({ requestId, requester, approver, approveInUse, storage, view, signal });
  if (ending.kind === 'refused') return refused(ending.message, requestId, storage, options, view, signal);
  const { request, plan } = ending;
  const results = await fetchResults({
    ...{ request, plan, api: requester, storage, ca: system.certificate.pem, out: options.out, signal },
  });
  view.say(endText(request, results, options.out));
  return {
    requestId: request.id,
    state: request.state,
    seconds: 0,
    ...(request.failure ? { error: request.failure } : {}),
    ...(request.planHash ? { planHash: request.planHash } : {}),
    counts: results.message?.counts ?? {},
    outcomes: results.certificate?.results.items,
    gaps: results.certificate?.gaps ?? [],
    notices: results.certificate?.notices ?? [],
    files: results.files,
  };
}

async function refused(
  message: ResultMessage,
  requestId: string | undefined,
  storage: DemoStorage,
  options: DemoOptions,
  view: View,
  signal: AbortSignal,
): Promise<DemoSummary> {
  const resultMessage = join(options.out, 'result-message.json');
  await writeFile(resultMessage, pretty(message));
  const why = message.reason ? await storage.faults(message.reason, signal) : { title: message.code ?? '', faults: [] };
  view.say(refusalText(why));
  const id = requestId === undefined ? {} : { requestId };
  return {
    ...{ ...id, state: 'refused', seconds: 0, error: why.title, faults: why.faults, counts: {}, gaps: [], notices: [] },
    files: { resultMessage },
  };
}

/** Keeps what a person needs to find out what broke. */
async function keepLogs(dir: string, out: string): Promise<void> {
  await mkdir(join(out, 'logs'), { recursive: true });
  for (const log of ['host.log', 'emulator.log', 'blob-service.log', 'azurite/azurite.log']) {
    // A process that never started has no log.
    await copyFile(join(dir, log), join(out, 'logs', log.split('/').pop() ?? log)).catch(() => undefined);
  }
}
