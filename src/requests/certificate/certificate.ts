import { z } from 'zod';
import { requestStates } from '../states';
import {
  gapSchema,
  instantSchema,
  lineageSchema,
  sha256Schema,
  shardSchema,
  storageSchema,
  tallySchema,
} from './certificate-parts';
import { treeAlgorithm } from './merkle';

const count = z.number().int().min(0);

/** The document that says what was done and what wasn't. docs/certificate.md describes every field. */
export const certificateSchema = z.strictObject({
  certificateVersion: z.literal(2),
  issue: z
    .union([z.literal(1), z.literal(2)])
    .describe('1 for the one that is issued when the request ends; 2 for the final one.'),
  stage: z
    .enum(['inaccessible', 'irrecoverable'])
    .optional()
    .describe(
      '`inaccessible`: nobody can read what was erased, but some of it can be restored, or Azure still carries something out. `irrecoverable`: neither is left of what was erased. Missing where nothing was to be erased, or something that had been was restored by somebody.',
    ),
  irrecoverableOn: instantSchema
    .optional()
    .describe('When the last of it can no longer be restored; with `inaccessible`, where all dates are known.'),
  previous: z
    .strictObject({ sha256: sha256Schema, issuedAt: instantSchema })
    .optional()
    .describe('The certificate that this one follows.'),
  requestId: z.string(),
  state: z.enum(requestStates),
  action: z.string(),
  dryRun: z.boolean(),
  ticket: z.object({ system: z.string(), id: z.string() }).optional(),
  reason: z.string().optional(),
  subject: z
    .object({ identityTypes: z.array(z.string()) })
    .optional()
    .describe('Which kinds of identifiers the request named; never their values.'),
  scope: z.object({
    workspaces: z.array(z.string()).describe('The workspaces that were looked into.'),
    storageAccounts: z.array(z.string()).describe("ARM ids of the accounts beside the workspaces' own that it listed."),
    resourceTypes: z.array(z.string()),
    filter: z.unknown().optional(),
    everything: z.boolean(),
    includeWorkspace: z.boolean(),
    includeDependents: z.boolean(),
  }),
  submitter: z.object({ channel: z.string(), principalId: z.string().optional(), name: z.string().optional() }),
  approver: z
    .object({
      id: z.string(),
      name: z.string().optional(),
      at: instantSchema,
      exclude: count,
      acceptWeak: z.boolean(),
      acceptInUse: count,
    })
    .optional(),
  receivedAt: instantSchema,
  timeline: z.partialRecord(z.enum(requestStates), z.string()).describe('When each state was entered.'),
  issuedAt: instantSchema,
  contentHash: z.string().describe('SHA-256 over the canonical JSON of the request without its id.'),
  planHash: z.string().optional(),
  decisionHash: z.string().optional(),
  planned: z.object({ items: count, blobs: count, bytes: count }).optional(),
  results: tallySchema,
  gaps: z.array(gapSchema).describe('With gaps the state is never `completed`.'),
  notices: z.array(gapSchema).describe('What exists and names nobody.'),
  residue: z
    .array(z.object({ type: z.string(), text: z.string() }))
    .describe('What the platform keeps by its nature, for the types that were worked on.'),
  outOfReach: z.array(z.string()).describe('What the request may mean and this program can never reach.'),
  storage: z.array(storageSchema).describe('The storage accounts, and what they are set to.'),
  lineage: z.array(lineageSchema).describe('Models that were trained on what was erased: work for somebody.'),
  outcomeShards: z.array(shardSchema).describe('The documents with one line per item and blob.'),
  outcomeTree: z
    .object({ algorithm: z.literal(treeAlgorithm), leaves: count, root: sha256Schema })
    .optional()
    .describe('The Merkle tree over all lines of the outcome documents, in their order.'),
  package: z.object({ files: count, bytes: count, manifestSha256: sha256Schema }).optional(),
  software: z.object({ name: z.string(), version: z.string() }),
  unsigned: z
    .string()
    .optional()
    .describe('Why there is no signature: `no_key`, or the code of what the key vault refused.'),
  signature: z
    .strictObject({ jws: z.string(), kid: z.string() })
    .optional()
    .describe('JWS with a detached payload (RFC 7515, appendix F) over the canonical JSON of everything else.'),
});

/** The document that says what was done and what wasn't. */
export type Certificate = z.infer<typeof certificateSchema>;

/** A model trained on erased data. */
export type CertifiedLineage = z.infer<typeof lineageSchema>;
