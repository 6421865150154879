import { errorRows, gapRows, outcomeRows, stateRows } from './reference-pages';
import { eventTable } from './event-table';
import { faultRows } from './faults';
import { fieldTable } from './fields';
import { fill } from './markdown';
import { costTables, countTable } from '../costs/report';
import { customRolesJson } from '../infra/custom-roles';
import { cloudTable, hostSettingTable, settingTables } from './setting-tables';
import { resourceTypesPage } from './resource-types-page';
import { approvalJsonSchema, certificateJsonSchema, policiesJsonSchema, requestJsonSchema } from './schemas';

/** A file below docs/ with the text that it must have (before formatting). */
export interface Page {
  file: string;
  text: string;
}

/** Everything that is generated. `read` gives a page of docs/ as it is, for those with generated parts. */
export function pages(read: (file: string) => string): Page[] {
  const json = (file: string, value: unknown): Page => ({ file, text: JSON.stringify(value) });
  const filled = (file: string, parts: Record<string, string>): Page => ({
    file,
    text: Object.entries(parts).reduce((text, [name, content]) => fill(text, name, content), read(file)),
  });
  return [
    json('request.schema.json', requestJsonSchema()),
    json('approval.schema.json', approvalJsonSchema()),
    json('certificate.schema.json', certificateJsonSchema()),
    json('retention-policies.schema.json', policiesJsonSchema()),
    { file: 'resource-types.md', text: resourceTypesPage() },
    { file: '../infra/custom-roles.json', text: customRolesJson() },
    filled('costs.md', { counts: countTable(), costs: costTables() }),
    filled('reliability.md', { faults: faultRows() }),
    filled('errors.md', { errors: errorRows() }),
    filled('configuration.md', { settings: settingTables(), clouds: cloudTable(), host: hostSettingTable() }),
    filled('runbooks.md', { events: eventTable() }),
    filled('outcomes.md', { outcomes: outcomeRows(), states: stateRows(), gaps: gapRows() }),
    filled('requests.md', { fields: fieldTable(requestJsonSchema()) }),
    filled('http-api.md', { approval: fieldTable(approvalJsonSchema()) }),
  ];
}
