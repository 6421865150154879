import type { RunningSystem } from '../../local/system/system';

/** An answer of the app. */
export interface Answer {
  status: number;
  body: Buffer;
}

/** Milliseconds that one call may take: the host may be killed in the middle of it. */
const callTimeout = 20_000;

/** The app's HTTP API, called by people who don't give up while things are down. */
export class AppClient {
  private readonly tokens = new Map<string, string>();

  constructor(
    private readonly system: RunningSystem,
    /** Aborts whoever still tries. */
    private readonly signal: AbortSignal,
  ) {}

  /** One call as a local user. Throws when nobody answers. */
  async call(method: string, path: string, user: string, body?: unknown): Promise<Answer> {
    const token = this.tokens.get(user) ?? (await this.signIn(user));
    return this.fetch(path, {
      method,
      headers: { 'x-zumo-auth': token, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  /** Calls until somebody answers with anything but a 5xx. */
  async insist(method: string, path: string, user: string, body?: unknown): Promise<Answer> {
    for (;;) {
      const answer = await this.call(method, path, user, body).catch(() => undefined);
      this.signal.throwIfAborted();
      if (answer && answer.status < 500) return answer;
      await pause(300);
    }
  }

  /** The JSON of a document, or undefined if it is not there. Throws for any other refusal. */
  async json<Value>(path: string, user = 'reader'): Promise<Value | undefined> {
    const answer = await this.insist('GET', path, user);
    if (answer.status === 404 || answer.status === 409) return undefined;
    if (answer.status !== 200) throw new Error(`${path} was answered by ${answer.status}: ${answer.body.toString()}`);
    return JSON.parse(answer.body.toString('utf8')) as Value;
  }

  private async signIn(user: string): Promise<string> {
    const { body } = await this.fetch('/.auth/login/local', {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ user }) },
    });
    const { authenticationToken } = JSON.parse(body.toString('utf8')) as { authenticationToken: string };
    this.tokens.set(user, authenticationToken);
    return authenticationToken;
  }

  private async fetch(path: string, init: RequestInit): Promise<Answer> {
    const signal = AbortSignal.any([this.signal, AbortSignal.timeout(callTimeout)]);
    const response = await fetch(this.system.url + path, { ...init, signal });
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
  }
}

/** Waits. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
