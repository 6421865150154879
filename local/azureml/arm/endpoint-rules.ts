import { userError } from '../arm-error';
import type { EmulatorContext } from '../context';
import type { JsonObject } from '../json';
import { asObject } from '../json';
import type { ResourceRecord } from '../records';
import { targetOf } from './child-resources';

/**
 * Refuses a change of an online endpoint, or of one of its deployments, while another operation on the same endpoint
 * is under way. The same deletion again is no other operation.
 */
export function refuseBusyEndpoint(record: ResourceRecord, context: EmulatorContext): void {
  const name = record.type === 'onlineEndpoints' ? record.name : (record.parent ?? '');
  const endpoint = context.state.get('onlineEndpoints', record.scope, undefined, name);
  const family = [
    ...(endpoint === undefined ? [] : [endpoint]),
    ...context.state.list('onlineEndpoints/deployments', record.scope, name),
  ];
  const others = family.filter((each) => each.type !== record.type || each.name !== record.name);
  if (!others.some((each) => context.operations.pending(targetOf(each)).length > 0)) return;
  throw userError(
    `Another operation on the endpoint ${name} is in progress.`,
    'Azure docs, troubleshooting online endpoints: any new operation on an endpoint with one under way answers 409.',
    409,
  );
}

/** Refuses traffic that is neither nothing nor all. */
export function checkTraffic(properties: JsonObject): void {
  const shares = Object.values(asObject(properties.traffic)).map(Number);
  const sum = shares.reduce((all, share) => all + share, 0);
  if ((sum === 0 || sum === 100) && shares.every((share) => share >= 0)) return;
  throw userError(
    `The traffic adds up to ${sum}.`,
    'ARM: OnlineEndpointProperties.traffic has to add up to 100, or 0.',
  );
}
