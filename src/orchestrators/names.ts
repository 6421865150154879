/** Names of orchestrators, activities and events: part of the stored history, so they never change their meaning. */
export const orchestrators = {
  request: 'request',
  listing: 'listing',
  phase: 'phase',
  shard: 'shard',
  followUp: 'followUp',
} as const;

/** Names of activities. */
export const activities = {
  openRequest: 'openRequest',
  recordStage: 'recordStage',
  inventoryPage: 'inventoryPage',
  probeUnhandled: 'probeUnhandled',
  freezePlan: 'freezePlan',
  checkDecision: 'checkDecision',
  quiesceShard: 'quiesceShard',
  prepareShard: 'prepareShard',
  sealPackage: 'sealPackage',
  rebuildSharing: 'rebuildSharing',
  eraseBytes: 'eraseBytes',
  eraseRecords: 'eraseRecords',
  verifyShard: 'verifyShard',
  linkResults: 'linkResults',
  compareWithPlan: 'compareWithPlan',
  issueCertificate: 'issueCertificate',
  notify: 'notify',
  checkFollowUps: 'checkFollowUps',
  reverifyShard: 'reverifyShard',
  recordLook: 'recordLook',
  issueFinalCertificate: 'issueFinalCertificate',
  settleFollowUps: 'settleFollowUps',
} as const;

/** The one event that instances receive: a decision, or the wish to stop. */
export const decisionEvent = 'decision';

/** What the event carries: only references. */
export type DecisionEvent = { kind: 'decision'; blob: string } | { kind: 'cancel' };
