import { randomUUID } from 'node:crypto';
import * as df from 'durable-functions';
import { parseRequest } from '../requests/schema';
import { submit } from '../requests/submit';
import { requireRole, roles } from './caller';
import { httpFunction, jsonBody } from './http';
import { requestUrl, viewOf } from './view';

httpFunction('postRequest', 'POST', 'requests', async (call, context) => {
  requireRole(call, roles.export, roles.erase);
  const request = parseRequest(await jsonBody(call));
  const needed = [
    ...(request.action === 'erase' ? [] : [roles.export]),
    ...(request.action === 'export' ? [] : [roles.erase]),
  ];
  for (const role of needed) requireRole(call, role);
  const caller = requireRole(call, ...needed);
  const requestId = request.requestId ?? `dsr-${randomUUID()}`;
  const submitter = { channel: 'http' as const, principalId: caller.id, name: caller.name };
  const { status } = await submit(df.getClient(context), requestId, request, submitter);
  return {
    status: 202,
    headers: { location: requestUrl(requestId), 'retry-after': '5' },
    jsonBody: viewOf(requestId, status),
  };
});
