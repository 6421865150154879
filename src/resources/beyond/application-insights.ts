import type { ResourceType } from '../resource-type';
import { dependentRecords, eraseDependent, foundDependent, readDependent } from './dependent';
import { workspacesNaming } from './references';

const type = 'Microsoft.Insights/components';

/** The Application Insights component of a workspace. Classic ones hold their rows themselves. */
export const applicationInsights: ResourceType = {
  name: 'applicationInsights',
  title: 'Application Insights components',
  summary: 'The Application Insights component that only planned workspaces use.',
  namesPeopleBy: 'nothing',
  recordMayTakeBytes: false,
  erasure: 'delete',
  needs: 'includeDependents',
  residue: ['Rows of telemetry go with the component or its Log Analytics workspace and are not exported.'],
  permissions: {
    read: [
      'Microsoft.Insights/components/read',
      'Microsoft.Authorization/locks/read',
      'Microsoft.Resources/subscriptions/providers/read',
      'Microsoft.MachineLearningServices/workspaces/read',
    ],
    erase: ['Microsoft.Insights/components/delete'],
  },

  async list(context) {
    const id = context.workspace.applicationInsightsId;
    const body = await readDependent(context.arm, type, id);
    if (!id || !body) return { found: [] };
    return foundDependent(context, body, await workspacesNaming({ arm: context.arm, id, near: context.scope }));
  },

  records: (context, target) => dependentRecords(context, target, type),

  erase: (context, target) =>
    eraseDependent(context, target, type, () =>
      workspacesNaming({ arm: context.reader, id: target.id, near: context.request.scope }),
    ),
};
