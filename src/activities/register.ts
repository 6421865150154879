import * as df from 'durable-functions';
import { activities } from '../orchestrators/names';
import type { EventLog } from '../config/events';
import { logged } from '../scrubbed';
import { needSettings } from '../turns/need-settings';
import { inTurn } from '../turns/turn';
import { checkDecision } from './check-decision';
import { checkFollowUps } from './check-follow-ups';
import { compareWithPlan } from './compare-with-plan';
import { eraseBytes } from './erase-bytes';
import { eraseRecords } from './erase-records';
import { freezePlan } from './freeze-plan';
import { inventoryPage } from './inventory-page';
import { issueCertificate } from './issue-certificate';
import { issueFinalCertificate } from './issue-final-certificate';
import { linkResults } from './link-results';
import { notify, resultsOutput } from './notify';
import { openRequest } from './open-request';
import { prepareShard } from './prepare-shard';
import { probeUnhandled } from './probe-unhandled';
import { quiesceShard } from './quiesce-shard';
import { rebuildSharing } from './rebuild-sharing';
import { recordLook } from './record-look';
import { recordStage } from './record-stage';
import { reverifyShard } from './reverify-shard';
import { sealPackage } from './seal-package';
import { settleFollowUps } from './settle-follow-ups';
import { tellThrottling } from './tell-throttling';
import { verifyShard } from './verify-shard';

/** `turn` in an activity's input is the ticket of a caller that understands "later" (see `calling`). */
function register<I, O>(name: string, work: (input: I, log: EventLog) => Promise<O>): void {
  df.app.activity(name, {
    handler: async (given, context) => {
      const { turn, ...input } = given as { turn?: string };
      try {
        return await inTurn(turn, () => {
          needSettings();
          return work(input as I, context);
        });
      } catch (thrown) {
        throw logged(name, thrown, context);
      } finally {
        tellThrottling(context);
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
register(activities.checkFollowUps, checkFollowUps);
register(activities.reverifyShard, reverifyShard);
register(activities.recordLook, recordLook);
register(activities.issueFinalCertificate, issueFinalCertificate);
register(activities.settleFollowUps, settleFollowUps);
df.app.activity(activities.notify, {
  extraOutputs: [resultsOutput],
  handler: async (input, context) => {
    try {
      await notify(input, context);
    } catch (thrown) {
      throw logged(activities.notify, thrown, context);
    }
  },
});
