import { errorOf, type Json } from '../azure/arm';
import { now } from '../config/clock';
import { settings } from '../config/settings';
import { refused, retryAfter } from './erasing/delete-record';
import { objectAt, textAt } from './json';
import type { EraseContext, Found, ListContext, ResourceType, Step, Target } from './resource-type';

const insightsApiVersion = '2020-02-02';
const logAnalyticsApiVersion = '2020-08-01';
/** Days within which Azure carries out a purge (Azure docs: managing personal data in Azure Monitor logs). */
const promisedDays = 30;

/**
 * A person's rows in the logs beside a workspace. They are purged by a request of their own, which Azure takes up to 30
 * days to carry out: until then the item is `pending`, and a daily timer asks how it goes.
 */
export const telemetry: ResourceType = {
  name: 'telemetry',
  title: 'Rows in the logs of Application Insights and Log Analytics',
  summary:
    'Rows of the person in Application Insights and its Log Analytics workspace: one purge request for each table and column that `TELEMETRY_COLUMNS` names.',
  namesPeopleBy: 'identity',
  proof: 'Azure says that the purge operation is completed; rows are not looked for.',
  recordMayTakeBytes: false,
  erasure: 'delete',
  needs: 'includeDependents',
  notExported: 'rows_stay_in_azure_monitor',
  residue: [
    'Azure takes up to 30 days to purge rows of logs; until then the item is pending, with the id of the purge operation.',
    'Rows in other tables or columns than those that TELEMETRY_COLUMNS names, and in Basic and Auxiliary tables, stay until their retention ends.',
  ],
  permissions: {
    read: [
      'Microsoft.Insights/components/read',
      'Microsoft.Insights/components/operations/read',
      'Microsoft.OperationalInsights/workspaces/operations/read',
    ],
    erase: ['Microsoft.Insights/components/purge/action', 'Microsoft.OperationalInsights/workspaces/purge/action'],
  },

  async list(context) {
    const store = await storeOfLogs(context);
    if (!store) return { found: [] };
    const found = columnsOf(store.kind).map(({ table, column }): Found => ({
      id: `${store.id}/purge/${table}.${column}`,
      name: `${store.id.split('/').pop()} ${table}.${column}`,
      actors: [],
      forSubject: true,
      ranges: [],
      detail: { store: store.id, table, column, apiVersion: store.apiVersion },
    }));
    return { found };
  },

  async *records() {
    // Rows are purged where they are; no record stands for them.
  },

  // Whether rows are gone, only the operation tells, and that takes days.
  present: () => Promise.resolve(new Set<string>()),

  async pendingState(arm, { store, apiVersion }, operation) {
    const body = await arm.get(`${store}/operations/${operation}`, apiVersion);
    const status = textAt(body, 'status')?.toLowerCase();
    return status === 'pending' ? 'pending' : status === 'completed' ? 'done' : 'unknown';
  },

  erase: (context, target) => purge(context, target),
};

interface LogStore {
  id: string;
  kind: 'logAnalytics' | 'classic';
  apiVersion: string;
}

/** Where the rows are: in the Log Analytics workspace behind the component, or in a classic component itself. */
async function storeOfLogs({ arm, workspace }: ListContext): Promise<LogStore | undefined> {
  const id = workspace.applicationInsightsId;
  if (!id) return undefined;
  const component = await arm.get(id, insightsApiVersion);
  if (!component) return undefined;
  const behind = textAt(objectAt(component, 'properties'), 'WorkspaceResourceId');
  if (behind) return { id: behind, kind: 'logAnalytics', apiVersion: logAnalyticsApiVersion };
  return { id, kind: 'classic', apiVersion: insightsApiVersion };
}

/** The tables and columns that may name a person; the two kinds of store call the same ones differently. */
function columnsOf(kind: LogStore['kind']): { table: string; column: string }[] {
  const { TELEMETRY_COLUMNS, TELEMETRY_CLASSIC_COLUMNS } = settings();
  return (kind === 'classic' ? TELEMETRY_CLASSIC_COLUMNS : TELEMETRY_COLUMNS).map((entry) => {
    const [table = '', column = ''] = entry.split('.');
    return { table, column };
  });
}

async function purge(context: EraseContext, target: Target): Promise<Step> {
  const { store, table, column, apiVersion } = target.detail ?? {};
  const { identifiers } = context.request;
  if (identifiers.length === 0) return { state: 'done', outcome: 'failed', reason: 'no_identifier' };
  await context.intend();
  // `in~` as in KQL, without regard to case: people are signed in under any spelling of their address.
  const body: Json = { table, filters: [{ column, operator: 'in~', value: [...identifiers] }] };
  const answer = await context.arm.send('POST', `${store}/purge`, apiVersion, body);
  // 50 purge requests an hour: what is over waits for the next hour, however often it is asked.
  if (answer.status === 429) {
    return { state: 'waiting', operation: 'throttled', retryAfterSeconds: retryAfter(answer) ?? 600 };
  }
  const error = answer.status >= 300 ? errorOf(answer) : undefined;
  // A table that this workspace never had holds no rows.
  if (error && /NotFound|does ?not ?exist/i.test(error.code)) return { state: 'done', outcome: 'already_absent' };
  if (error) return refused(answer);
  const operation = textAt(answer.body, 'operationId');
  if (!operation) return { state: 'done', outcome: 'failed', reason: 'no_operation_id' };
  const dueBy = new Date(now().getTime() + promisedDays * 86_400_000).toISOString();
  await context.followUp(operation, dueBy);
  return { state: 'done', outcome: 'pending', reason: `operation ${operation}` };
}
