import { endpointApiVersion } from './listing/deployments';
import { deleteRecord } from './erasing/delete-record';
import { armRecord, flatPage, foundFlat } from './listing/flat-resource';
import type { Found, ResourceType } from './resource-type';
import { servesTraffic } from './use/traffic';

/** Online endpoints. Deleting one deletes all its deployments (Azure ML docs), which are items of their own. */
export const onlineEndpoint: ResourceType = {
  name: 'onlineEndpoint',
  title: 'Online endpoints',
  summary: 'Online endpoints; one that serves traffic is left alone unless the approval names it.',
  namesPeopleBy: 'display name',
  recordMayTakeBytes: false,
  erasure: 'delete',
  residue: [],
  permissions: { read: ['onlineEndpoints/read'], erase: ['onlineEndpoints/delete'] },

  async list(context, next) {
    const page = await flatPage(context, { path: 'onlineEndpoints', apiVersion: endpointApiVersion }, next);
    const found = page.value.map((body): Found => {
      const endpoint = foundFlat(context.workspace.id, 'onlineEndpoints', body);
      return servesTraffic(body) ? { ...endpoint, usedBy: [endpoint.id] } : endpoint;
    });
    return { found, next: page.next };
  },

  records: (context, target) => armRecord(context, target, endpointApiVersion),

  async erase(context, target) {
    const body = context.operation ? undefined : await context.reader.get(target.id);
    // Traffic may have been switched on after the plan was approved.
    if (body && servesTraffic(body) && !target.inUseAccepted) {
      return { state: 'done', outcome: 'in_use', reason: 'serves_traffic' };
    }
    return deleteRecord(context, target, { record: body, busyAt409: true });
  },
};
