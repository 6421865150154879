import { objectAt, textAt } from '../json';
import type { ResourceType } from '../resource-type';
import { dependentRecords, eraseDependent, foundDependent, readDependent } from './dependent';
import { componentsNaming } from './references';

const type = 'Microsoft.OperationalInsights/workspaces';

/** The Log Analytics workspace behind the Application Insights component of a workspace. */
export const logAnalyticsWorkspace: ResourceType = {
  name: 'logAnalyticsWorkspace',
  title: 'Log Analytics workspaces',
  summary:
    'The Log Analytics workspace in which only planned Application Insights components keep their rows. Azure has no list of what else sends logs there (diagnostic settings, agents): exclude it from the approval where something does.',
  namesPeopleBy: 'nothing',
  recordMayTakeBytes: false,
  erasure: 'delete',
  needs: 'includeDependents',
  residue: [],
  permissions: {
    read: [
      'Microsoft.OperationalInsights/workspaces/read',
      'Microsoft.Insights/components/read',
      'Microsoft.Authorization/locks/read',
      'Microsoft.Resources/subscriptions/providers/read',
    ],
    erase: ['Microsoft.OperationalInsights/workspaces/delete'],
  },

  async list(context) {
    const { applicationInsightsId } = context.workspace;
    const component = await readDependent(context.arm, 'Microsoft.Insights/components', applicationInsightsId);
    const id = textAt(objectAt(component, 'properties'), 'WorkspaceResourceId');
    const body = await readDependent(context.arm, type, id);
    if (!id || !body) return { found: [] };
    return foundDependent(context, body, await componentsNaming({ arm: context.arm, id, near: context.scope }));
  },

  records: (context, target) => dependentRecords(context, target, type),

  // Without it the workspace could be recovered for 14 days (Azure docs: delete and recover a workspace).
  erase: (context, target) =>
    eraseDependent(
      context,
      target,
      type,
      () => componentsNaming({ arm: context.reader, id: target.id, near: context.request.scope }),
      '?force=true',
    ),
};
