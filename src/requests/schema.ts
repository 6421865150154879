import { z } from 'zod';
import { RequestError } from '../errors';
import { resourceTypeNames } from '../resources/registry';
import { faultsOf } from './faults';

const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(
      // Half a character can't be written as UTF-8, and U+FFFD stands where one was lost: who is meant can't be known.
      /^[^\p{Cc}\p{Cs}\ufffd]*$/u,
      'must not contain control characters, halves of characters, or the mark of a lost one (U+FFFD)',
    );
const instant = z.iso.datetime({ offset: true, error: 'must be an RFC 3339 date and time with its offset' });

// Azure docs, naming rules: a resource group doesn't end with a dot. One named `..` would lead a URL up to all others.
const workspaceId = z
  .string()
  .max(400)
  .regex(
    /^\/subscriptions\/[0-9a-fA-F-]{36}(\/resourceGroups\/[-\w.()]{0,89}[-\w()](\/providers\/Microsoft\.MachineLearningServices\/workspaces\/[A-Za-z0-9][\w-]{1,32})?)?$/i,
    'must be the ARM id of an Azure Machine Learning workspace, or of a resource group or subscription that holds some',
  );

const storageAccountId = z
  .string()
  .max(300)
  .regex(
    /^\/subscriptions\/[0-9a-fA-F-]{36}\/resourceGroups\/[-\w.()]{0,89}[-\w()]\/providers\/Microsoft\.Storage\/storageAccounts\/[a-z0-9]{3,24}$/i,
    'must be the ARM id of a storage account',
  );

const identity = z
  .strictObject({
    type: z.enum(['email', 'upn', 'object_id', 'alias', 'display_name']).describe('What kind of identifier this is.'),
    value: text(320)
      .refine((value) => value === '' || value.trim() !== '', 'must not be blank')
      .describe('The identifier itself.'),
  })
  .refine((value) => value.type !== 'object_id' || !/[@\s]/.test(value.value), {
    path: ['value'],
    error: 'must be an object id, not an address',
  });

/** May have several lines, unlike names. */
const tagValue = z
  .string()
  .max(1_024)
  .regex(/^[^\p{Cs}\ufffd]*$/u, 'must not contain halves of characters, or the mark of a lost one (U+FFFD)');

/** Zod's records drop a key of this name silently, and a condition that is dropped widens an erasure. */
const tags = z.preprocess(
  (value, context) => {
    if (value !== null && typeof value === 'object' && Object.hasOwn(value, '__proto__')) {
      context.addIssue({ code: 'custom', path: ['__proto__'], message: 'is not a possible tag' });
    }
    return value;
  },
  z.record(text(256), tagValue),
);

const filter = z
  .strictObject({
    createdBefore: instant.optional().describe('Only what was created before this instant.'),
    createdAfter: instant.optional().describe('Only what was created at or after this instant.'),
    olderThanDays: z.int().min(1).max(36_500).optional().describe('Only what is older than this many days.'),
    tags: tags.optional().describe('Only what carries all of these tags.'),
    experiments: z.array(text(256)).min(1).max(100).optional().describe('Only jobs of these experiments.'),
    names: z.array(text(256)).min(1).max(500).optional().describe('Only what has one of these names.'),
  })
  .refine((value) => Object.keys(value).length > 0, 'must name at least one condition')
  // No tags would be a condition that everything fulfils.
  .refine((value) => !value.tags || Object.keys(value.tags).length > 0, 'must name at least one tag')
  .refine((value) => !value.tags || Object.keys(value.tags).length <= 20, 'at most 20 tags');

/** What may come in by HTTP, by queue or from a retention policy. Unknown fields are refused. */
export const requestSchema = z
  .strictObject({
    requestId: z
      .string()
      .regex(
        /^(?!retention-)[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
        'must be 1 to 100 letters, digits, dots, dashes or underscores, and not begin with retention-',
      )
      .optional()
      .describe('Your id of this request. The same id with the same content is the same request.'),
    action: z.enum(['export', 'erase', 'export_and_erase']).describe('What to do.'),
    subject: z
      .strictObject({ identities: z.array(identity).min(1).max(20) })
      .optional()
      .describe('The person, by all identifiers you know. An object id is the strongest.'),
    scope: z
      .strictObject({
        workspaces: z
          .array(workspaceId)
          .min(1)
          .max(50)
          .describe('ARM ids of the workspaces to look at, or of subscriptions or resource groups: all in them.'),
        storageAccounts: z
          .array(storageAccountId)
          .min(1)
          .max(50)
          .optional()
          .describe(
            "ARM ids of storage accounts beside the workspaces' own: what assets name there is exported and erased too.",
          ),
        resourceTypes: z.array(z.enum(resourceTypeNames)).min(1).optional().describe('Only these resource types.'),
        filter: filter.optional().describe('Only what fulfils all of these conditions.'),
        everything: z.boolean().optional().describe('Everything in the workspaces, whoever made it.'),
        includeWorkspace: z.boolean().optional().describe('The workspaces themselves, permanently. Needs everything.'),
        includeDependents: z
          .boolean()
          .optional()
          .describe(
            'What only these workspaces use: storage account, key vault, registry, logs (needs includeWorkspace). For a subject: only their rows in the logs.',
          ),
      })
      .describe('Where to look and for what.'),
    dryRun: z.boolean().optional().describe('Stop after the plan.'),
    approval: z
      .enum(['required', 'not_required'])
      .optional()
      .describe('A request can ask for more approval than the settings, never for less.'),
    package: z
      .strictObject({
        otherPeople: z
          .enum(['redacted', 'kept'])
          .optional()
          .describe('Whether records name other people than the subject; `redacted` unless told.'),
        zip: z.boolean().optional().describe('Whether there is one zip of everything, besides the single files.'),
      })
      .optional()
      .describe('How the package of an export is made.'),
    erasure: z
      .strictObject({
        permanently: z
          .boolean()
          .optional()
          .describe(
            'Whether soft-deleted versions and snapshots are deleted for good, where the storage account allows it.',
          ),
        breakLeases: z
          .boolean()
          .optional()
          .describe('Whether leases of blobs below a planned prefix may be broken; a lease can mean a running writer.'),
      })
      .optional()
      .describe('How to erase.'),
    ticket: z
      .strictObject({ system: text(64), id: text(128) })
      .optional()
      .describe('The case in your ticketing system.'),
    reason: text(500).optional().describe('The legal ground, as it shall stand on the certificate.'),
  })
  .refine(
    (value) => value.subject || value.scope.filter || value.scope.everything === true,
    'must name a subject, a filter, or everything: true: nobody erases a workspace by leaving a field out',
  )
  .refine((value) => !value.scope.includeWorkspace || (value.scope.everything && !value.scope.resourceTypes), {
    path: ['scope', 'includeWorkspace'],
    error: 'deletes what everybody has there: it needs everything: true and no resourceTypes',
  })
  .refine((value) => !value.scope.includeDependents || value.scope.includeWorkspace === true || value.subject, {
    path: ['scope', 'includeDependents'],
    error:
      'deletes what the workspace cannot work without: it needs includeWorkspace: true, or a subject whose telemetry is to be purged',
  })
  .refine((value) => !value.package || value.action !== 'erase', {
    path: ['package'],
    error: 'belongs to an export: action must be export or export_and_erase',
  })
  .refine((value) => !value.erasure || value.action !== 'export', {
    path: ['erasure'],
    error: 'belongs to an erasure: action must be erase or export_and_erase',
  })
  .refine(
    (value) => !(value.scope.everything && (value.subject || value.scope.filter)),
    'everything: true excludes a subject and a filter',
  );

/** A request as its sender wrote it, validated. */
export type DataRequest = z.infer<typeof requestSchema>;
/** The conditions of a scope. */
export type Filter = z.infer<typeof filter>;

/** Validates a request. Throws `invalid_request` with every fault. */
export function parseRequest(body: unknown): DataRequest {
  const result = requestSchema.safeParse(body);
  if (result.success) return result.data;
  throw new RequestError('invalid_request', 'The request was not accepted.', faultsOf(result.error));
}
