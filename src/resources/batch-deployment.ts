import { runningBatchJobs } from './listing/batch-runs';
import { deleteRecord } from './erasing/delete-record';
import { deploymentPage, foundDeployment, staysWithEndpoint } from './listing/deployments';
import { armRecord } from './listing/flat-resource';
import type { ResourceType } from './resource-type';

/** Deployments of batch endpoints, also those that one person made in another's endpoint. */
export const batchDeployment: ResourceType = {
  name: 'batchDeployment',
  title: 'Batch deployments',
  summary:
    'Deployments of batch endpoints (named `endpoint:deployment`); one that runs a job of somebody else is left alone unless the approval names it or its endpoint.',
  namesPeopleBy: 'display name',
  recordMayTakeBytes: false,
  erasure: 'delete',
  residue: [],
  permissions: {
    read: ['batchEndpoints/read', 'batchEndpoints/deployments/read', 'jobs/read'],
    erase: ['batchEndpoints/deployments/delete'],
  },

  async list(context, next) {
    const page = await deploymentPage(context, 'batchEndpoints', next);
    const found = page.deployments.flatMap((ofEndpoint) =>
      ofEndpoint.map((deployment, position) => foundDeployment(context, 'batchEndpoints', deployment, position)),
    );
    if (!found.some((item) => item.follows || context.selects(item))) return { found, next: page.next };
    const runs = await runningBatchJobs(context.arm, context.workspace.id);
    return {
      found: found.map((item) => {
        const usedBy = runs.get(item.id.toLowerCase());
        return usedBy ? { ...item, usedBy: [...usedBy] } : item;
      }),
      next: page.next,
    };
  },

  records: (context, target) => armRecord(context, target),

  inUse: async (arm, workspace) => new Set((await runningBatchJobs(arm, workspace.id)).keys()),

  async erase(context, target) {
    if (context.operation) return deleteRecord(context, target);
    return (await staysWithEndpoint(context, target)) ?? deleteRecord(context, target, { busyAt409: true });
  },
};
