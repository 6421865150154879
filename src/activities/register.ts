import * as df from 'durable-functions';
import { AzureError } from '../azure/azure-error';
import { RequestError } from '../errors';
import { activities } from '../orchestrators/names';
import { checkDecision } from './check-decision';
import { compareWithPlan } from './compare-with-plan';
import { eraseBytes } from './erase-bytes';
import { eraseRecords } from './erase-records';
import { freezePlan } from './freeze-plan';
import { inventoryPage } from './inventory-page';
import { issueCertificate } from './issue-certificate';
import { linkResults } from './link-results';
import { notify, resultsOutput } from './notify';
import { openRequest } from './open-request';
import { prepareShard } from './prepare-shard';
import { probeUnhandled } from './probe-unhandled';
import { quiesceShard } from './quiesce-shard';
import { rebuildSharing } from './rebuild-sharing';
import { recordStage } from './record-stage';
import { sealPackage } from './seal-package';
import { verifyShard } from './verify-shard';

/** Messages of our own errors are written to name nobody; those of libraries quote URLs and names, and are dropped. */
export function scrubbed(activity: string, thrown: unknown): Error {
  if (thrown instanceof AzureError || thrown instanceof RequestError)
    return new Error(`${activity}: ${thrown.message}`);
  const error = (thrown ?? {}) as { name?: string; code?: string; statusCode?: number };
  const what = [error.name ?? 'Error', error.code, error.statusCode].filter(Boolean).join(' ');
  return new Error(`${activity}: ${what}`);
}

/** Where in our code an error came from: file and line, without its message. */
function frames(thrown: unknown): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 6)
    .map((line) => line.trim().replace(/\(.*[/\\](?=[^/\\]+\))/, '('))
    .join(' < ');
}

function register<I, O>(name: string, work: (input: I) => Promise<O>): void {
  df.app.activity(name, {
    handler: async (input, context) => {
      try {
        return await work(input as I);
      } catch (thrown) {
        const error = scrubbed(name, thrown);
        context.warn(`${error.message} ${frames(thrown)}`);
        // Messages and stacks of failed activities are persisted in the history.
        error.stack = undefined;
        throw error;
      }
    },
  });
}

register(activities.openRequest, openRequest);
register(activities.recordStage, recordStage);
register(activities.inventoryPage, inventoryPage);
register(activities.probeUnhandled, probeUnhandled);
register(activities.freezePlan, freezePlan);
register(activities.checkDecision, checkDecision);
register(activities.quiesceShard, quiesceShard);
register(activities.prepareShard, prepareShard);
register(activities.sealPackage, sealPackage);
register(activities.rebuildSharing, rebuildSharing);
register(activities.eraseBytes, eraseBytes);
register(activities.eraseRecords, eraseRecords);
register(activities.verifyShard, verifyShard);
register(activities.linkResults, linkResults);
register(activities.compareWithPlan, compareWithPlan);
register(activities.issueCertificate, issueCertificate);
df.app.activity(activities.notify, { handler: notify, extraOutputs: [resultsOutput] });
