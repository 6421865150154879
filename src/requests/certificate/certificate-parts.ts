import { z } from 'zod';
import { outcomeTable, type Outcome } from '../outcomes';

const names = Object.keys(outcomeTable) as [Outcome, ...Outcome[]];

/** The outcome of an item or a blob. */
export const outcomeSchema = z.enum(names);
/** SHA-256, hex. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
/** RFC 3339, UTC. */
export const instantSchema = z.iso.datetime({ offset: true });
const whole = z.number().int().min(0);

/** What could not be listed, read or handled; see `Gap`. */
export const gapSchema = z.object({
  code: z.string(),
  type: z.string(),
  workspace: z.string().optional(),
  detail: z.string().optional(),
});

const itemCounts = z.record(z.string(), z.partialRecord(outcomeSchema, whole));
const blobCounts = z.record(z.string(), z.partialRecord(outcomeSchema, z.object({ blobs: whole, bytes: whole })));

/** What the outcome lines of a request come to; see `Tally`. */
export const tallySchema = z.object({
  items: z.object({ export: itemCounts, erase: itemCounts }).describe('Items by type and outcome.'),
  blobs: z.object({ export: blobCounts, erase: blobCounts }).describe('Blobs and their bytes by type and outcome.'),
  kept: z
    .array(
      z.object({
        mark: sha256Schema,
        type: z.string(),
        outcome: outcomeSchema,
        reason: z.string().optional(),
        until: z.string().optional(),
      }),
    )
    .describe('Items that are still there, or can be restored; the first ten thousand.'),
  keptCount: whole.describe('Everything in `kept` and beyond it.'),
  residual: z
    .array(
      z.object({
        mark: sha256Schema.describe('Of the item; the outcome documents have the marks of its blobs.'),
        type: z.string(),
        outcome: outcomeSchema,
        blobs: whole,
        bytes: whole,
        until: z.string().optional().describe('The latest date of them, where all have one.'),
      }),
    )
    .describe('Items of whose blobs some are still there or can be restored; the first ten thousand.'),
  residualCount: whole.describe('Everything in `residual` and beyond it.'),
  outcomes: z.partialRecord(outcomeSchema, whole).describe('All outcomes of items and blobs, counted.'),
});

const containerSchema = z.object({
  name: z.string(),
  immutabilityDays: z.number().optional(),
  immutabilityLocked: z.boolean().optional(),
  legalHold: z.boolean(),
  versionLevelImmutability: z.boolean(),
});

/** A storage account with its settings; see `PlannedStorage`. */
export const storageSchema = z.object({
  account: z.string(),
  id: z.string().optional(),
  unreadable: z.string().optional(),
  blobSoftDeleteDays: z.number().optional(),
  containerSoftDeleteDays: z.number().optional(),
  shareSoftDeleteDays: z.number().optional(),
  versioning: z.boolean(),
  pointInTimeRestoreDays: z.number().optional(),
  permanentDelete: z.boolean(),
  changeFeed: z.union([z.boolean(), z.number()]),
  replication: z.string(),
  objectReplicas: z.array(z.string()),
  hns: z.boolean(),
  containers: z.array(containerSchema),
  blobs: whole,
  copies: whole,
  recoverable: z.object({ blobs: whole, days: z.number(), until: z.string() }).optional(),
  held: z.object({ blobs: whole, until: z.string().optional(), legalHolds: whole }).optional(),
});

/** A model trained on erased data; see `LineageLine`. */
export const lineageSchema = z.object({
  model: z
    .object({ mark: sha256Schema, name: z.string().optional(), version: z.string().optional(), workspace: z.string() })
    .describe('Its name is clear where it is still there.'),
  jobs: z.array(z.string()).describe('Marks of the jobs that trained it.'),
  reads: z.array(z.string()).describe('Marks of the erased items whose bytes they read.'),
  deployments: z.array(z.string()).describe('ARM ids below the workspace of the deployments that serve it.'),
  erased: z.boolean().describe('Whether the model itself was erased.'),
});

/** A document of lines with its hash; see `ShardRef`. */
export const shardSchema = z.object({ blob: z.string(), count: whole, bytes: whole, sha256: sha256Schema });
