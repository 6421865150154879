import { ArmError } from '../arm-error';
import type { JsonObject } from '../json';
import { pageOf } from '../paging';
import type { ResourceRecord } from '../records';
import { newestFirst } from '../record-list';
import type { ArmCall, ArmResponse } from './arm-type';
import { recordsInScope } from './beyond/answer';
import { TOP_LEVEL_TYPES, findTopLevelType, topLevelTypeOf } from './beyond/registry';
import { nextLink } from './child-resources';

const FILTER = /^\s*resourceType\s+eq\s+'([^']*)'\s*$/i;

/** `GET …/resources[?$filter=resourceType eq '…']` of a subscription or resource group. */
export function listResources(call: ArmCall): ArmResponse {
  const filter = call.query.$filter;
  const wanted = filter === undefined ? undefined : FILTER.exec(filter)?.[1];
  if (filter !== undefined && wanted === undefined) {
    throw new ArmError(400, 'InvalidFilterInQueryString', "This emulator filters by resourceType eq '…' only.");
  }
  const types =
    wanted === undefined ? TOP_LEVEL_TYPES : [findTopLevelType(wanted)].filter((type) => type !== undefined);
  // In the order of the state, one order for all types: pages are cut by the position of their last record.
  const records = types.flatMap((type) => recordsInScope(type.records, call)).sort(newestFirst);
  const page = pageOf(records, call.context.settings.switches.pageSize, call.query.$skiptoken);
  const value = page.items.map(genericView);
  const link = page.token === undefined ? {} : { nextLink: nextLink(call, page.token, '$skiptoken') };
  return { status: 200, body: { value, ...link } };
}

function genericView(record: ResourceRecord): JsonObject {
  const { location, kind, tags, sku } = record.body;
  const type = topLevelTypeOf(record.type)?.armType;
  return { id: record.scope, name: record.name, type, location, kind, tags, sku };
}
