import { randomUUID } from 'node:crypto';
import { ArmError, resourceNotFound } from '../../arm-error';
import type { EmulatorContext } from '../../context';
import { asObject, asString } from '../../json';
import type { Json } from '../../json';
import type { ResourceRecord } from '../../records';
import type { ArmCall, ArmResponse } from '../arm-type';
import { targetOf } from '../child-resources';
import { rowFilter } from './row-filter';

const HOUR = 3_600_000;
/** Azure docs: managing personal data in Azure Monitor logs. */
const PURGES_PER_HOUR = 50;

/** `POST {resource}/purge` and `GET {resource}/operations/{id}` of Log Analytics and Application Insights. */
export function answerRowPurges(record: ResourceRecord, call: ArmCall): ArmResponse {
  const [, part = '', ...more] = call.path.types.map((type) => type.toLowerCase());
  const [, id] = call.path.names;
  if (more.length === 0 && part === 'purge' && id === undefined && call.method === 'POST') return start(record, call);
  if (more.length === 0 && part === 'operations' && id !== undefined && call.method === 'GET') {
    return status(record, id, call.context);
  }
  throw new ArmError(404, 'EmulatorUnsupported', `This emulator does not answer ${call.method} ${call.pathname}.`);
}

/** Names of the tables that hold rows cheaply and cannot be purged. */
export function basicTablesOf(record: ResourceRecord): string[] {
  const tables = record.body.basicTables;
  return Array.isArray(tables) ? tables.filter((name) => typeof name === 'string') : [];
}

/** Ends a purge request: the rows that its filters select go. */
export function finishRowPurge(request: ResourceRecord, context: EmulatorContext): void {
  const { records, table, filters } = request.body;
  const owner = context.state.get(asString(records) ?? '', request.scope, undefined, request.parent ?? '');
  const done = { ...request, body: { ...request.body, status: 'completed' } };
  if (owner === undefined) return context.state.put(done);
  const rows = asObject(owner.body.rows);
  const name = asString(table) ?? '';
  const matches = rowFilter(listOf(filters));
  const kept = listOf(rows[name]).filter((row) => !matches(asObject(row)));
  context.state.put({ ...owner, body: { ...owner.body, rows: { ...rows, [name]: kept } } }, done);
}

function start(owner: ResourceRecord, call: ArmCall): ArmResponse {
  const { context } = call;
  const table = asString(call.body.table);
  const filters = listOf(call.body.filters);
  if (table === undefined || filters.length === 0) {
    throw new ArmError(400, 'InvalidArgument', 'A purge request needs a table and at least one filter.');
  }
  // Refused now rather than when the purge is carried out.
  rowFilter(filters);
  if (basicTablesOf(owner).includes(table)) {
    throw new ArmError(400, 'InvalidArgument', `The table ${table} cannot be purged.`, {
      fact: 'Basic and Auxiliary tables cannot be purged (Azure docs: personal data in logs); the code is UNCONFIRMED.',
    });
  }
  refuseTooMany(owner, context);
  const createdAt = context.now().toISOString();
  const name = `purge-${randomUUID()}`;
  const body = { records: owner.type, table, filters, status: 'pending' };
  const request = { type: 'rowPurges', scope: owner.scope, parent: owner.name, name, createdAt, body };
  context.state.put(request);
  context.operations.start('purge', targetOf(request), context.settings.switches.purgeSeconds);
  const version = call.query['api-version'] ?? '';
  const location = `${context.baseUrl()}${owner.scope}/operations/${name}?api-version=${version}`;
  return { status: 202, body: { operationId: name }, headers: { 'x-ms-status-location': location } };
}

function refuseTooMany(owner: ResourceRecord, context: EmulatorContext): void {
  const now = context.now().getTime();
  const recent = context.state
    .list('rowPurges', owner.scope)
    .map((request) => Date.parse(request.createdAt))
    .filter((at) => now - at < HOUR);
  if (recent.length < PURGES_PER_HOUR) return;
  const retryAfter = Math.ceil((Math.min(...recent) + HOUR - now) / 1000);
  throw new ArmError(429, 'TooManyRequests', 'The limit of purge requests in an hour has been reached.', {
    fact: 'Purge requests are limited to 50 an hour (Azure docs: personal data in logs).',
    headers: { 'retry-after': String(Math.max(1, retryAfter)) },
  });
}

function status(owner: ResourceRecord, id: string, context: EmulatorContext): ArmResponse {
  const request = context.state.get('rowPurges', owner.scope, owner.name, id);
  if (request === undefined) throw resourceNotFound(`${owner.scope}/operations/${id}`);
  return { status: 200, body: { status: request.body.status } };
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}
