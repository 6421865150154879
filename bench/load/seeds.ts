import type { SeedFile } from '../../local/azureml/seed/seed-file';

const bucket = { size: 1_000_000, perSecond: 100_000 };

/** What is not measured here: Resource Manager's limits have a benchmark of their own. Pages are as large as Azure's. */
export const ample = {
  throttling: { reads: bucket, writes: bucket, deletes: bucket },
  switches: { operationSeconds: 1, retryAfterSeconds: 1, pageSize: 100, historyPageSize: 100 },
} satisfies Partial<SeedFile>;
