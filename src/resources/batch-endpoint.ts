import { runningBatchJobs } from './listing/batch-runs';
import { deleteRecord } from './erasing/delete-record';
import { endpointApiVersion } from './listing/deployments';
import { armRecord, listFlat } from './listing/flat-resource';
import type { ResourceType } from './resource-type';

/** Batch endpoints. Deleting one deletes all its deployments (Azure ML docs), which are items of their own. */
export const batchEndpoint: ResourceType = {
  name: 'batchEndpoint',
  title: 'Batch endpoints',
  summary: 'Batch endpoints; one for which a job of somebody else runs is left alone unless the approval names it.',
  namesPeopleBy: 'display name',
  recordMayTakeBytes: false,
  erasure: 'delete',
  residue: [],
  permissions: { read: ['batchEndpoints/read', 'jobs/read'], erase: ['batchEndpoints/delete'] },

  async list(context, next) {
    const page = await listFlat(context, { path: 'batchEndpoints', apiVersion: endpointApiVersion }, next);
    if (!page.found.some(context.selects)) return page;
    const runs = await runningBatchJobs(context.arm, context.workspace.id);
    const found = page.found.map((item) => {
      const usedBy = runs.get(item.id.toLowerCase());
      return usedBy ? { ...item, usedBy: [...usedBy] } : item;
    });
    return { ...page, found };
  },

  records: (context, target) => armRecord(context, target, endpointApiVersion),

  // The plan's own jobs have ended by now, so whatever still runs is somebody else's.
  inUse: async (arm, workspace) => new Set((await runningBatchJobs(arm, workspace.id)).keys()),

  erase: (context, target) => deleteRecord(context, target, { busyAt409: true }),
};
