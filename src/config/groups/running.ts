import { z } from 'zod';
import { amount, columns, count, schedule } from '../fields';

// How the app goes about its work, and what the platform tells it.

/** How long things may take. */
export const waiting = {
  ANSWER_SECONDS: amount(240, 1)
    .default(100)
    .describe('Seconds that a service may take to answer a call, or to send the next piece of an answer.'),
  POLL_SECONDS: amount(600, 0.1)
    .default(10)
    .describe('Seconds between two looks at a long-running operation, where Azure gives no Retry-After.'),
  POLL_ROUNDS: count(10_000, 1).default(360).describe('Rounds after which an operation that never ends is a failure.'),
  VERIFY_ROUNDS: count(20, 1).default(3).describe('How often what is still there after erasing is erased again.'),
  OVERDUE_DAYS: count(365, 1)
    .default(25)
    .describe(
      'Days after which a request that has not ended is reported as overdue, once a day. The usual 25 leave some of the month that Article 12 of the GDPR gives.',
    ),
};

/** When timers run. The host resolves these itself, so each must be set; the defaults are those of the deployment. */
export const schedules = {
  FOLLOW_UP_SCHEDULE: schedule()
    .default('0 30 3 * * *')
    .describe(
      'NCRONTAB of the look at what Azure still carries out for requests that have ended, and at requests that are overdue.',
    ),
  SWEEP_SCHEDULE: schedule().default('0 0 2 * * *').describe('NCRONTAB of the retention sweep.'),
  RECONCILE_SCHEDULE: schedule()
    .default('0 */5 * * * *')
    .describe(
      'NCRONTAB of the reconciler: it starts what was never started, goes on where an orchestration is lost, and files certificates for auditors.',
    ),
  RETENTION_POLICIES_FILE: z
    .string()
    .default('retention-policies.json')
    .describe('File with the retention policies, relative to the app folder.'),
};

/** Where telemetry of workspaces names people. */
export const telemetry = {
  TELEMETRY_COLUMNS: columns(
    ['AppRequests', 'AppTraces', 'AppExceptions', 'AppDependencies', 'AppEvents', 'AppPageViews'].map(
      (table) => `${table}.UserAuthenticatedId`,
    ),
  ).describe('Tables and columns of Log Analytics whose rows are purged when they name the person.'),
  TELEMETRY_CLASSIC_COLUMNS: columns(
    ['requests', 'traces', 'exceptions', 'dependencies', 'customEvents', 'pageViews'].map(
      (table) => `${table}.user_AuthenticatedId`,
    ),
  ).describe('The same for Application Insights components that have no Log Analytics workspace.'),
};

/** Whether callers are signed in. */
export const signIn = {
  WEBSITE_AUTH_ENABLED: z
    .string()
    .optional()
    .transform((value) => value?.toLowerCase() === 'true')
    .describe('Set by App Service when its authentication is on. Without it every call is refused.'),
};
