import { answerRowPurges } from './row-purge';
import type { TopLevelType } from './top-level-type';

/** Application Insights components; those without `WorkspaceResourceId` are classic and hold their own rows. */
export const applicationInsights: TopLevelType = {
  armType: 'Microsoft.Insights/components',
  records: 'insightsComponents',
  deletion: 'sync',
  view({ body: { rows: _rows, ...body } }) {
    return body;
  },
  remove: (record, context) => context.state.remove(record),
  below: answerRowPurges,
};
