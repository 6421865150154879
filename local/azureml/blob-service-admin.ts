import { request } from 'node:https';
import type { Agent } from 'node:https';
import type { Json, JsonObject } from './json';

/** The blob service of this project, and what opens its admin routes. */
export interface BlobServiceAccess {
  url: string;
  adminKey: string;
  accounts: string[];
  /** How many days in the past its clock was started, for seeds that tell of deletions. */
  daysBehind: number;
}

/** The admin routes of the blob service: what Resource Manager would set there, and the service's clock. */
export class BlobServiceAdmin {
  private daysBehind: number;

  constructor(
    private readonly access: BlobServiceAccess,
    private readonly agent: Agent,
  ) {
    this.daysBehind = access.daysBehind;
  }

  /** Changes settings of an account: properties of `blobServices/default`, `isHnsEnabled`, `access`. */
  async changeAccount(account: string, settings: JsonObject): Promise<void> {
    await this.call('PUT', `/_storage/accounts/${account}/settings`, settings);
  }

  /** Sets what an account's container is set to. */
  async changeContainer(account: string, container: string, policy: object): Promise<void> {
    await this.call('PUT', `/_storage/accounts/${account}/containers/${container}`, policy);
  }

  /** Removes all that an account holds, also what is deleted and kept: the account itself is deleted. */
  async clearAccount(account: string): Promise<void> {
    await this.call('DELETE', `/_storage/accounts/${account}`);
  }

  /** Moves the service's time forward. */
  async advance(milliseconds: number): Promise<void> {
    await this.call('POST', '/_storage/clock', { advanceSeconds: milliseconds / 1000 });
  }

  /** How far in the past the service was started; 0 when that was asked before, since the caller walks to now. */
  takeDaysBehind(): number {
    const days = this.daysBehind;
    this.daysBehind = 0;
    return days;
  }

  private call(method: string, path: string, body?: Json | object): Promise<void> {
    const headers = { 'x-storage-admin': this.access.adminKey, 'content-type': 'application/json' };
    return new Promise((done, fail) => {
      const sent = request(new URL(path, this.access.url), { method, headers, agent: this.agent }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part)).once('error', fail);
        answer.once('end', () => {
          const status = answer.statusCode ?? 0;
          if (status >= 200 && status < 300) done();
          else
            fail(
              new Error(`The blob service answered ${status} to ${method} ${path}: ${Buffer.concat(parts).toString()}`),
            );
        });
      });
      sent.once('error', fail);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}
