import type { Answer, Call } from '../http/call';
import { StorageError } from '../http/errors';
import { blobElement, prefixElement, uncommittedElement } from '../http/blob-xml';
import { listPage, type ListQuery } from '../state/listing';
import { decodeMarker, encodeMarker } from '../state/marker';
import type { Store } from '../state/store';
import { element, nameElement } from '../http/xml';

const includes = new Set([
  ...['snapshots', 'metadata', 'uncommittedblobs', 'copy', 'deleted', 'tags', 'versions', 'deletedwithversions'],
  ...['immutabilitypolicy', 'legalhold', 'permissions'],
]);

/** List Blobs, flat and by hierarchy. */
export function listBlobs(store: Store, call: Call): Answer {
  const container = store.container(call.account, call.container ?? '');
  const query = queryOf(call);
  const now = store.clock.now();
  const { lines, next } = listPage(container, query, now);
  const context = { container, now, include: query.include, hierarchical: query.hierarchical };
  const items = lines.map((line) => {
    if (line.kind === 'copy') return blobElement(line, context);
    return line.kind === 'prefix' ? prefixElement(line.prefix, context) : uncommittedElement(line.name);
  });
  const given = (tag: string, name: string) => {
    const value = call.query.get(name);
    return value === null ? '' : nameElement(tag, value);
  };
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body:
      // Azure begins its listings with a byte order mark.
      `\uFEFF<?xml version="1.0" encoding="utf-8"?><EnumerationResults ` +
      `ServiceEndpoint="${call.origin}/${call.account.name}/" ContainerName="${container.name}">` +
      `${given('Prefix', 'prefix')}${given('Marker', 'marker')}${given('MaxResults', 'maxresults')}` +
      `${given('Delimiter', 'delimiter')}<Blobs>${items.join('')}</Blobs>` +
      `${next === undefined ? '<NextMarker />' : element('NextMarker', encodeMarker(next))}</EnumerationResults>`,
  };
}

/** What a call asks for. Throws what Azure answers to contradictions. */
function queryOf(call: Call): ListQuery {
  const { query, account } = call;
  const hierarchical = account.settings.isHnsEnabled;
  const include = new Set((query.get('include') ?? '').split(',').filter((one) => one !== ''));
  const understood = hierarchical || account.settings.switches.flatRefusesShowonly;
  const onlyDeleted = understood && query.get('showonly') === 'deleted';
  for (const one of include) if (!includes.has(one)) throw new StorageError('InvalidQueryParameterValue');
  if (understood && query.has('showonly') && !(onlyDeleted && hierarchical && !include.has('deleted'))) {
    throw new StorageError(
      'InvalidQueryParameterValue',
      'showonly=deleted is for accounts with a hierarchical namespace, and not beside include=deleted.',
    );
  }
  const refused = ['versions', 'deleted', 'deletedwithversions'].some((one) => include.has(one));
  if (hierarchical && refused && account.settings.switches.hierarchicalRefusesIncludes) {
    throw new StorageError(
      'InvalidQueryParameterValue',
      'A hierarchical namespace has no versions and shows what is deleted by showonly.',
    );
  }
  const asked = query.get('maxresults');
  const limit = asked === null ? 5000 : Number(asked);
  if (!Number.isInteger(limit) || limit < 1) throw new StorageError('OutOfRangeInput');
  const marker = query.get('marker') ?? '';
  const from = marker === '' ? { name: query.get('startFrom') ?? '', key: '' } : decodeMarker(marker);
  return {
    ...{ include, onlyDeleted, hierarchical, from },
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    limit: Math.min(limit, 5000),
  };
}
