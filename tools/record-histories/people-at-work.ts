import { readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import type { RunningSystem } from '../../local/system/system';

const ended = ['completed', 'completed_with_gaps', 'rejected', 'expired', 'cancelled', 'failed'];
/** Milliseconds that a request may take for its next step. */
const patienceMs = 180_000;

/** What those people do who ask for a request, decide on it and watch it. */
export class PeopleAtWork {
  private readonly tokens = new Map<string, string>();

  constructor(private readonly system: RunningSystem) {}

  async submit(body: object): Promise<void> {
    await this.call('POST', '/api/requests', 'requester', body);
  }

  async approve(id: string): Promise<void> {
    await this.decide(id, { decision: 'approve', acceptWeak: true });
  }

  async reject(id: string): Promise<void> {
    await this.decide(id, { decision: 'reject' });
  }

  async cancel(id: string): Promise<void> {
    await this.call('POST', `/api/requests/${id}/cancel`, 'requester');
  }

  /** Waits until the request is in a state; rejects when it ended otherwise, or takes too long. */
  async until(id: string, state: string): Promise<void> {
    await this.watch(id, (view) => {
      if (view.state !== state && ended.includes(view.state)) throw new Error(`${id} ended as ${view.state}.`);
      return view.state === state;
    });
  }

  async untilEnded(id: string): Promise<string> {
    return (await this.watch(id, ({ state }) => ended.includes(state))).state;
  }

  /** Waits for the final certificate of a request whose erased bytes could be restored for a while. */
  async untilIrrecoverable(id: string): Promise<void> {
    await this.watch(id, ({ certificates = [] }) => certificates.length === 2);
  }

  /** Moves the time of the host and of the blob service. */
  async advanceDays(days: number): Promise<void> {
    const body = { advanceSeconds: days * 86_400 };
    const { url, adminKey } = this.system.blobService?.ready ?? { url: '', adminKey: '' };
    const clock = new URL('/_storage/clock', url);
    await postOverTls(clock, { 'x-storage-admin': adminKey }, this.system.certificate.pem, body);
    const keys = readFileSync(join(this.system.dir, 'host', 'keys.json'), 'utf8');
    const { masterKey } = JSON.parse(keys) as { masterKey: string };
    const answer = await fetch(`${this.system.url}/admin/host/clock`, {
      method: 'POST',
      headers: { 'x-functions-key': masterKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`The host's clock answered ${answer.status}.`);
  }

  private async decide(id: string, decision: object): Promise<void> {
    await this.until(id, 'awaiting_approval');
    const { planHash } = (await this.call('GET', `/api/requests/${id}`, 'reader')) as View;
    await this.call('POST', `/api/requests/${id}/approval`, 'approver', { planHash, ...decision });
  }

  private async watch(id: string, isThere: (view: View) => boolean): Promise<View> {
    const giveUp = Date.now() + patienceMs;
    for (;;) {
      const view = (await this.call('GET', `/api/requests/${id}`, 'reader')) as View;
      if (isThere(view)) return view;
      if (Date.now() > giveUp) throw new Error(`${id} stays ${view.state}.`);
      await new Promise((wait) => setTimeout(wait, 200));
    }
  }

  private async call(method: string, path: string, user: string, body?: object): Promise<unknown> {
    const token = this.tokens.get(user) ?? (await this.signIn(user));
    const answer = await fetch(this.system.url + path, {
      method,
      headers: { 'x-zumo-auth': token, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  private async signIn(user: string): Promise<string> {
    const answer = await fetch(`${this.system.url}/.auth/login/local`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user }),
    });
    const { authenticationToken } = (await answer.json()) as { authenticationToken: string };
    this.tokens.set(user, authenticationToken);
    return authenticationToken;
  }
}

interface View {
  state: string;
  planHash?: string;
  certificates?: unknown[];
}

function postOverTls(url: URL, headers: Record<string, string>, ca: string, body: object): Promise<void> {
  return new Promise((done, fail) => {
    const options = { method: 'POST', ca, headers: { ...headers, 'content-type': 'application/json' } };
    const call = httpsRequest(url, options, (answer) => {
      answer.resume();
      const { statusCode = 500 } = answer;
      if (statusCode < 300) done();
      else fail(new Error(`${url.pathname} was answered by ${statusCode}.`));
    });
    call.once('error', fail);
    call.end(JSON.stringify(body));
  });
}
