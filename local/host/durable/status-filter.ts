import { HttpProblem } from './http-io';
import type { RuntimeStatus } from './model';
import type { StatusDetail, StatusFilter } from './query';

const statuses: RuntimeStatus[] = ['Pending', 'Running', 'Suspended', 'Completed', 'Failed', 'Terminated'];

/** States of the protocol that instances of this engine are never in; asking for them finds nothing. */
const otherStatuses = ['ContinuedAsNew', 'Canceled', 'Unknown'];

/** Reads the filter of a list or purge. Throws a problem 400 for dates and states that can't be read. */
export function readFilter(query: URLSearchParams): StatusFilter {
  const asked = (query.get('runtimeStatus') ?? '').split(',').filter((name) => name.trim() !== '');
  const known = asked.map(readStatus).filter((status) => status !== undefined);
  return {
    createdTimeFrom: readDate(query, 'createdTimeFrom'),
    createdTimeTo: readDate(query, 'createdTimeTo'),
    instanceIdPrefix: query.get('instanceIdPrefix') ?? undefined,
    // Undefined means any state; an empty list, after only states that don't occur here were asked for, means none.
    statuses: asked.length === 0 ? undefined : known,
  };
}

/** Reads what to show. Inputs are shown by default, as in the Durable extension. */
export function readDetail(query: URLSearchParams): StatusDetail {
  return {
    showInput: query.get('showInput')?.toLowerCase() !== 'false',
    showHistory: query.get('showHistory')?.toLowerCase() === 'true',
    showHistoryOutput: query.get('showHistoryOutput')?.toLowerCase() === 'true',
  };
}

/** Reads the number of instances in a page. */
export function readPageSize(query: URLSearchParams): number | undefined {
  const text = query.get('top');
  if (text === null) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new HttpProblem(400, 'top must be a positive whole number.');
  return Number(text);
}

function readStatus(name: string): RuntimeStatus | undefined {
  const wanted = name.trim().toLowerCase();
  const found = statuses.find((status) => status.toLowerCase() === wanted);
  if (found === undefined && !otherStatuses.some((status) => status.toLowerCase() === wanted)) {
    throw new HttpProblem(400, `There is no runtime status '${name.trim()}'.`);
  }
  return found;
}

function readDate(query: URLSearchParams, name: string): Date | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new HttpProblem(400, `${name} is not a date.`);
  return date;
}
