import type { Listing } from '../../../local/listing/list-everything';
import { idOf } from '../../e2e/reality';
import type { Evidence } from '../evidence';
import { claimsOf, groupBy, inWords, plannedItems, saysGone, type Claim } from './claims';

type ListedRecord = Listing['records'][number];

/** What is wrong between all certificates together and the records that there were and are. */
export function wrongRecords(evidence: Pick<Evidence, 'before' | 'after' | 'requests'>): string[] {
  const claims = groupBy(claimsOf(evidence, 'item'), ({ line }) => line.id.toLowerCase());
  const planned = new Set(plannedItems(evidence).map(({ id }) => itemOf(id.toLowerCase())));
  const after = new Map(evidence.after.records.map((record) => [uniqueId(record), record]));
  const before = new Map(evidence.before.records.map((record) => [uniqueId(record), record]));
  const wrong: string[] = [];
  for (const [unique, record] of before) {
    const id = itemOf(idOf(record));
    const said = claims.get(id) ?? [];
    const now = after.get(unique);
    if (!now) {
      if (!said.some(({ line }) => line.outcome === 'deleted' || line.outcome === 'soft_deleted'))
        wrong.push(`gone, and no request says that it deleted it (${inWords(said)}): ${unique}`);
      continue;
    }
    for (const claim of said) {
      const { request, line } = claim;
      if (saysGone(claim)) wrong.push(`${request} says ${line.outcome}, but it is there: ${unique}`);
      if (line.outcome === 'archived_only' && now.archived !== true)
        wrong.push(`${request} says archived_only, but it is active: ${unique}`);
    }
    const mayChange = planned.has(id) || (lostDeployment(id, claims) && sameButTraffic(now, record));
    if (comparable(now) !== comparable(record) && !mayChange) wrong.push(`changed, and in no approved plan: ${unique}`);
  }
  for (const unique of after.keys()) if (!before.has(unique)) wrong.push(`nobody made it, but it is there: ${unique}`);
  return wrong;
}

function uniqueId(record: ListedRecord): string {
  return `${record.type} ${idOf(record)}`;
}

/** A run is the other half of a job, and its metrics are a part of it. */
function itemOf(id: string): string {
  return id.replace(/\/(runs|runmetrics)\//, '/jobs/');
}

/** Whether a deployment of an endpoint was erased: its traffic is taken away before. */
function lostDeployment(id: string, claims: ReadonlyMap<string, readonly Claim[]>): boolean {
  return [...claims].some(([item, said]) => item.startsWith(`${id}/deployments/`) && said.some(saysGone));
}

function sameButTraffic(now: ListedRecord, before: ListedRecord): boolean {
  const rest = ({ body, ...record }: ListedRecord): string => {
    const { systemData: _changed, properties, ...others } = body;
    const { traffic: _traffic, ...settings } = properties as Record<string, unknown>;
    return JSON.stringify({ ...record, ...others, settings });
  };
  return now.type === 'onlineEndpoints' && rest(now) === rest(before);
}

/** The text of a record, less the images of a registry: they are compared as bytes. */
function comparable(record: ListedRecord): string {
  const { repositories: _images, ...body } = record.body;
  return JSON.stringify({ ...record, body });
}
