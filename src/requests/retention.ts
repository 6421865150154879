import type { Cron } from 'croner';
import { z } from 'zod';
import { isNcrontab, ncrontab } from '../config/ncrontab';
import { requestSchema, type DataRequest } from './schema';

const policy = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and dashes'),
  schedule: z.string().refine(isNcrontab, 'must be an NCRONTAB expression with six fields'),
  mode: z.enum(['report', 'approve']).default('approve').describe('report: a dry run. approve: erase after approval.'),
  request: z
    .unknown()
    .transform((value, context) => {
      const parsed = requestSchema.safeParse(value);
      if (parsed.success) return parsed.data;
      parsed.error.issues.forEach((issue) =>
        context.addIssue({ code: 'custom', path: issue.path, message: issue.message }),
      );
      return z.NEVER;
    })
    .refine((request) => !request.subject && !request.requestId, 'must name neither a subject nor a requestId'),
});

/** The file with the retention policies. */
export const policiesSchema = z.strictObject({
  $schema: z.string().optional(),
  policies: z
    .array(policy)
    .max(200)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'must have a name of its own each'),
});

/** A retention policy. */
export type RetentionPolicy = z.infer<typeof policy>;

/** Hours back within which a missed occurrence is made up for; the sweep has to run at least once in the longest. */
const lookBackHours = [1, 24, 7 * 24];

/** The last time before `now` at which the policy was due, if that is less than a week ago. */
export function lastDue(schedule: string, now: Date): Date | undefined {
  const cron = ncrontab(schedule);
  // From the shortest look back to the longest, so that a schedule of every minute isn't walked through for a week.
  for (const hours of lookBackHours) {
    const due = lastBetween(cron, now.getTime() - hours * 3_600_000, now);
    if (due) return due;
  }
  return undefined;
}

function lastBetween(cron: Cron, from: number, now: Date): Date | undefined {
  let due: Date | undefined;
  let next = cron.nextRun(new Date(from));
  // At most one a minute can matter: of many occurrences only the last one makes a request.
  for (; next && next <= now; next = cron.nextRun(new Date(next.getTime() + 59_000))) due = next;
  // The steps of a minute may have left out the last one of a schedule that counts in seconds.
  for (let later = due && cron.nextRun(due); later && later <= now; later = cron.nextRun(later)) due = later;
  return due;
}

/** The request that a policy makes for an occurrence: its id is the same whenever the sweep comes by. */
export function requestOfPolicy(
  { name, mode, request }: RetentionPolicy,
  due: Date,
): { requestId: string; request: DataRequest } {
  const stamp = due.toISOString().replace(/[-:]|\.\d+/g, '');
  return {
    requestId: `retention-${name}-${stamp}`,
    request: { ...request, ...(mode === 'report' ? { dryRun: true } : {}), approval: 'required' },
  };
}
