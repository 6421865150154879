import { randomUUID } from 'node:crypto';
import { type Answer, type Call } from '../http/call';
import type { Store } from '../state/store';

/** Get Blob Service Properties: what was set last, and soft delete as the account has it. */
export function serviceProperties(_store: Store, { account }: Call): Answer {
  const { enabled, days } = account.settings.deleteRetentionPolicy;
  const retention = `<Enabled>${enabled}</Enabled>${enabled ? `<Days>${days}</Days>` : ''}`;
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body:
      account.serviceProperties ??
      `<?xml version="1.0" encoding="utf-8"?><StorageServiceProperties><Cors /><DefaultServiceVersion>2020-10-02` +
        `</DefaultServiceVersion><DeleteRetentionPolicy>${retention}</DeleteRetentionPolicy></StorageServiceProperties>`,
  };
}

/** Set Blob Service Properties: echoed, of no effect. Settings are the admin route's business, as they are ARM's. */
export function setServiceProperties(_store: Store, { account, body }: Call): Answer {
  account.serviceProperties = body.toString('utf8');
  return { status: 202 };
}

/** Get Account Information. */
export function accountInformation(_store: Store, { account }: Call): Answer {
  return {
    status: 200,
    headers: {
      'x-ms-sku-name': 'Standard_LRS',
      'x-ms-account-kind': 'StorageV2',
      'x-ms-is-hns-enabled': String(account.settings.isHnsEnabled),
    },
  };
}

/** Get User Delegation Key: signatures of a SAS are not checked, so any key will do. */
export function userDelegationKey(store: Store, { body, caller }: Call): Answer {
  const text = body.toString('utf8');
  const time = (tag: string) => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(text)?.[1] ?? '';
  const started = time('Start') === '' ? new Date(store.clock.now()).toISOString() : time('Start');
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body:
      '<?xml version="1.0" encoding="utf-8"?><UserDelegationKey>' +
      `<SignedOid>${caller.ids[0] ?? randomUUID()}</SignedOid><SignedTid>${randomUUID()}</SignedTid>` +
      `<SignedStart>${started}</SignedStart><SignedExpiry>${time('Expiry')}</SignedExpiry>` +
      '<SignedService>b</SignedService><SignedVersion>2020-10-02</SignedVersion>' +
      `<Value>${Buffer.from(randomUUID()).toString('base64')}</Value></UserDelegationKey>`,
  };
}
