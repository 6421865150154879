import { join } from 'node:path';
import * as fc from 'fast-check';
import { errorTable } from '../../src/errors';
import { corpus } from './corpus/corpus';
import { anyBody } from './generators/body';
import { anyCall } from './generators/call';
import { anyMessage } from './generators/message';
import type { Options, TargetName } from './options';
import type { KnownCodes } from './oracle/answer';
import { complaintsAboutLog, complaintsAboutNames, filesWithMarker, listAccount } from './oracle/traces';
import { FuzzedSystem } from './system';
import { checkHttp, type Waiting } from './targets/http';
import { QueueTarget } from './targets/queue';
import { checkReading, publishedSchema } from './targets/reading';

/** How the cases are shared among the targets. */
const shares: Record<TargetName, number> = { reading: 0.45, http: 0.43, queue: 0.12 };
/** Messages that are on their way together. */
const batch = 24;
/** Milliseconds after a first finding in which a smaller one is looked for. */
const shrinking = 60_000;
/** Bytes by which the host's memory may grow over a run: bodies of 50 MB leave more garbage than anything else. */
const growth = 700e6;

/** What a run found; empty when all is well. */
export interface Report {
  /** Cases that were tried, of all targets. */
  cases: number;
  findings: string[];
}

/** Runs the cases of all targets, and then looks at what they have left behind. `tell` hears how it gets on. */
export async function fuzz(options: Options, tell: (line: string) => void): Promise<Report> {
  const report: Report = { cases: 0, findings: [] };
  const total = options.targets.reduce((sum, name) => sum + shares[name], 0);
  const casesOf = (name: TargetName) => Math.max(1, Math.round((options.cases * shares[name]) / total));
  const tried = (name: TargetName, count: number, finding: string | undefined) => {
    report.cases += count;
    if (finding) report.findings.push(`${name}: ${finding}`);
    tell(`${name}: ${count} cases, ${finding ? 'a finding' : 'nothing found'}`);
  };

  if (options.targets.includes('reading')) {
    const published = publishedSchema();
    const cases = casesOf('reading');
    tried(
      'reading',
      cases,
      await findingOf(anyBody, (body) => checkReading(body, published), corpus.reading, cases, options.seed),
    );
  }
  if (!options.targets.some((name) => name !== 'reading')) return report;

  const system = await FuzzedSystem.start();
  let kept = false;
  try {
    const waiting = await startWaiting(system);
    const before = await system.hostMemory();
    if (options.targets.includes('http')) {
      const codes: KnownCodes = new Map(Object.entries(errorTable).map(([code, { status }]) => [code, status]));
      const cases = casesOf('http');
      tried(
        'http',
        cases,
        await findingOf(anyCall, (one) => checkHttp(system, one, codes, waiting), corpus.http, cases, options.seed),
      );
    }
    if (options.targets.includes('queue')) {
      const target = new QueueTarget(system);
      await target.open();
      const batches = Math.ceil(casesOf('queue') / batch);
      const messages = fc.array(anyMessage, { minLength: batch, maxLength: batch });
      const examples = corpus.queue.length > 0 ? [corpus.queue] : [];
      tried(
        'queue',
        batches * batch,
        await findingOf(messages, (all) => target.check(all), examples, batches, options.seed),
      );
    }
    const after = await system.hostMemory();
    if (before !== undefined && after !== undefined) {
      tell(`the host's memory: ${Math.round(before / 1e6)} MB before, ${Math.round(after / 1e6)} MB after`);
      if (after - before > growth)
        report.findings.push(`the host's memory grew by ${Math.round((after - before) / 1e6)} MB`);
    }
    report.findings.push(...(await aftermath(system, waiting, tell)));
    kept = options.keep || report.findings.length > 0;
  } finally {
    const folder = await system.stop(kept);
    if (folder) tell(`the system's folder: ${folder}`);
  }
  return report;
}

/** The smallest case that fails, with what is wrong with it; undefined when none does. */
async function findingOf<T>(
  arbitrary: fc.Arbitrary<T>,
  check: (value: T) => Promise<void> | void,
  examples: readonly T[],
  numRuns: number,
  seed: number,
): Promise<string | undefined> {
  let first: number | undefined;
  const property = fc.asyncProperty(arbitrary, async (value) => {
    // To go on shrinking for hours helps nobody.
    if (first !== undefined && Date.now() - first > shrinking) return;
    try {
      await check(value);
    } catch (thrown) {
      first ??= Date.now();
      throw thrown;
    }
  });
  const result = await fc.check(property, {
    seed,
    numRuns: numRuns + examples.length,
    examples: examples.map((each): [T] => [each]),
  });
  if (!result.failed) return undefined;
  const [value] = result.counterexample ?? [];
  const why = result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance);
  return `${why}\n  case ${result.numRuns}, made smaller ${result.numShrinks} times: ${JSON.stringify(value)}`;
}

/** An erasure of what exists, which waits for its approval while everything else goes on. */
async function startWaiting(system: FuzzedSystem): Promise<Waiting> {
  const id = 'waiting-for-a-decision';
  await system.realRequest(id, 'erase');
  const { planHash = '' } = await system.until(id, ['awaiting_approval'], 60);
  return { id, hash: planHash };
}

const ended = ['completed', 'completed_with_gaps', 'rejected', 'expired', 'cancelled', 'failed'];

/** Whether the app still does its work, every request that it took ends, and nothing was left where it doesn't belong. */
async function aftermath(system: FuzzedSystem, { id, hash }: Waiting, tell: (line: string) => void): Promise<string[]> {
  const findings: string[] = [];
  const { state } = await system.until(id, ['awaiting_approval', ...ended], 10);
  if (state !== 'awaiting_approval') findings.push(`the request that waited for a decision is ${state}`);
  const decision = { planHash: hash, decision: 'approve' };
  await system.call('POST', `/api/requests/${id}/approval`, 'approver', decision);
  await system.realRequest('the-last-one', 'export');
  tell(`${system.accepted.size} requests were accepted; waiting for their ends`);
  for (const one of system.accepted) {
    const reached = await system.until(one, [...(one === id ? [] : ['awaiting_approval']), ...ended], 600);
    if (reached.state === 'awaiting_approval') {
      await system.call('POST', `/api/requests/${encodeURIComponent(one)}/cancel`, 'requester');
    }
  }
  for (const one of system.accepted) {
    const { state: last } = await system.until(one, ended, 120);
    if (last === 'failed') findings.push(`a request that was accepted has failed: ${one}`);
  }
  findings.push(...system.canary.calls.map((call) => `the canary was called: ${call}`));
  findings.push(...complaintsAboutNames(await listAccount(system.running), [...system.accepted], system.fingerprints));
  findings.push(...(await complaintsAboutLog(join(system.running.dir, 'host.log'))));
  // The store of the host keeps plain text in its log only while it runs.
  await system.running.host?.stop();
  const named = await filesWithMarker(join(system.running.dir, 'host'));
  return [...findings, ...named.map((file) => `the host's state repeats input: ${file}`)];
}
