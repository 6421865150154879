import { faultOfRule, type FaultRule } from '../../azureml/faults';
import type { BlobService, Incoming } from '../blob-service';
import type { Answer } from './call';
import { dump } from '../state/dump';
import { StorageError } from './errors';
import { fill, type FillOptions } from '../state/fill';
import {
  changeSettings,
  complaintOf,
  complaintOfPolicy,
  type ContainerPolicy,
  type StorageSettings,
} from '../state/settings';

/** An answer of an admin route; `lines` are written one by one. */
export interface AdminAnswer extends Answer {
  lines?: Iterable<string>;
}

/** Where the admin routes are; they are no part of Azure and need the header x-storage-admin. */
export const adminPrefix = '/_storage/';

/** Answers an admin route. */
export function adminAnswer(service: BlobService, adminKey: string, incoming: Incoming): AdminAnswer {
  if (incoming.headers['x-storage-admin'] !== adminKey) {
    return complaint(403, 'Forbidden', 'The header x-storage-admin is missing.');
  }
  try {
    return route(service, incoming);
  } catch (error) {
    if (error instanceof StorageError) return complaint(error.status, error.code, error.message);
    if (error instanceof SyntaxError) return complaint(400, 'InvalidJson', 'The body is no JSON.');
    if (error instanceof RangeError) return complaint(400, 'OutOfRange', error.message);
    throw error;
  }
}

function route(service: BlobService, { method, target, body }: Incoming): AdminAnswer {
  const { store } = service;
  const [what = '', accountName = '', part = '', containerName = ''] = target
    .slice(adminPrefix.length)
    .split('/')
    .map(decodeURIComponent);
  const given = (): unknown => JSON.parse(body.toString('utf8'));
  switch (`${method} ${[what, accountName && '*', part, containerName && '*'].filter(Boolean).join('/')}`) {
    case 'PUT accounts/*':
      store.addAccount(accountName, (given() as { key: string }).key);
      return { status: 204 };
    case 'DELETE accounts/*':
      store.clearAccount(accountName);
      return { status: 204 };
    case 'GET accounts/*/settings':
      return json(200, store.account(accountName).settings);
    case 'PUT accounts/*/settings': {
      const account = store.account(accountName);
      const settings = changeSettings(account.settings, given() as Partial<StorageSettings>);
      const wrong = complaintOf(settings);
      if (wrong !== undefined) return complaint(400, 'InvalidSettings', wrong);
      account.settings = settings;
      return json(200, settings);
    }
    case 'GET accounts/*/containers': {
      const containers = [...store.account(accountName).containers.values()];
      return json(
        200,
        containers.map(({ name, policy }) => ({ name, ...policy })),
      );
    }
    case 'PUT accounts/*/containers/*': {
      const container = store.container(store.account(accountName), containerName);
      const policy = given() as ContainerPolicy;
      const wrong = complaintOfPolicy(policy);
      if (wrong !== undefined) return complaint(400, 'InvalidPolicy', wrong);
      container.policy = policy;
      return json(200, container.policy);
    }
    case 'GET clock':
      return json(200, { now: new Date(store.clock.now()).toISOString() });
    case 'POST clock':
      store.clock.advance((given() as { advanceSeconds: number }).advanceSeconds * 1000);
      return json(200, { now: new Date(store.clock.now()).toISOString() });
    case 'POST faults': {
      const { items, ...rule } = given() as Partial<FaultRule> & { items?: boolean };
      const wrong = faultOfRule(rule);
      if (wrong !== undefined) return complaint(400, 'InvalidFault', wrong);
      (items === true ? service.itemFaults : service.faults).add(rule as FaultRule);
      return { status: 201 };
    }
    case 'DELETE faults':
      service.faults.clear();
      service.itemFaults.clear();
      return { status: 204 };
    case 'POST fill':
      fill(store, given() as FillOptions);
      return { status: 201 };
    case 'GET dump':
      return { status: 200, headers: { 'content-type': 'application/x-ndjson' }, lines: jsonLines(dump(store)) };
    default:
      return complaint(404, 'NotFound', 'There is no such admin route.');
  }
}

function* jsonLines(values: Iterable<unknown>): Generator<string> {
  for (const value of values) yield `${JSON.stringify(value)}\n`;
}

function json(status: number, value: unknown): AdminAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function complaint(status: number, code: string, message: string): AdminAnswer {
  return json(status, { error: { code, message } });
}
