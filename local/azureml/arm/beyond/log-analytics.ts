import type { ResourceRecord } from '../../records';
import { asObject, asString } from '../../json';
import type { JsonObject } from '../../json';
import type { ArmCall, ArmResponse } from '../arm-type';
import { recordsInScope } from './answer';
import { answerRowPurges, basicTablesOf } from './row-purge';
import type { TopLevelType } from './top-level-type';

/** Log Analytics workspaces: a deleted one can be recovered for 14 days unless `force=true` was sent. */
export const logAnalyticsWorkspaces: TopLevelType = {
  armType: 'Microsoft.OperationalInsights/workspaces',
  records: 'operationalInsightsWorkspaces',
  deletion: 'operation',
  view,
  isPermanent: (call) => call.query.force?.toLowerCase() === 'true',
  remove(record, context, permanently) {
    if (!permanently) {
      const properties = { ...asObject(record.body.properties), deletedAt: context.now().toISOString() };
      const body = { ...record.body, properties };
      context.state.put({ ...record, type: 'deletedOperationalInsightsWorkspaces', body });
    }
    context.state.remove(record);
  },
  below(record, call) {
    const [, part = ''] = call.path.types;
    return part.toLowerCase() === 'tables' && call.method === 'GET'
      ? listTables(record)
      : answerRowPurges(record, call);
  },
};

/** `GET …/deletedWorkspaces` of a subscription: workspaces that can still be recovered. */
export function listDeletedLogAnalytics(call: ArmCall): ArmResponse {
  const value = recordsInScope('deletedOperationalInsightsWorkspaces', call).map((record) => ({
    id: record.scope,
    name: record.name,
    type: logAnalyticsWorkspaces.armType,
    ...view(record),
  }));
  return { status: 200, body: { value } };
}

function view({ body: { rows: _rows, basicTables: _basic, ...body } }: ResourceRecord): JsonObject {
  return body;
}

function listTables(record: ResourceRecord): ArmResponse {
  const basic = basicTablesOf(record);
  const names = new Set([...Object.keys(asObject(record.body.rows)), ...basic]);
  const value = [...names].sort().map((name) => ({
    id: `${record.scope}/tables/${name}`,
    name,
    type: 'Microsoft.OperationalInsights/workspaces/tables',
    properties: { plan: basic.includes(name) ? 'Basic' : 'Analytics', retentionInDays: retentionOf(record) },
  }));
  return { status: 200, body: { value } };
}

function retentionOf(record: ResourceRecord): number {
  const days = asObject(record.body.properties).retentionInDays;
  return typeof days === 'number' ? days : Number(asString(days) ?? 30);
}
