import { createWriteStream } from 'node:fs';
import { get } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What the demo reads of a request, as `GET /api/requests/{id}` shows it. */
export interface RequestView {
  id: string;
  state: string;
  action: string;
  dryRun: boolean;
  /** When each state was entered, RFC 3339. */
  timeline: Record<string, string>;
  progress: Record<string, { done: number; total: number }>;
  planHash?: string;
  failure?: string;
  links: { plan?: string; approval?: string; certificate?: string; package?: string };
}

/** What the demo reads of an item of a plan. */
export interface PlanItemView {
  ref: string;
  keep?: { outcome: string };
}

/** What the demo reads of a plan; the rest is written to plan.json as it came. */
export interface PlanView {
  hash: string;
  counts: Record<string, { items: number; blobs: number; bytes: number; kept: number }>;
  totals: { items: number; blobs: number; bytes: number; weak: number; inUse: number; shared: number };
  workspaces: string[];
  /** What erasing comes to in the storage accounts, in sentences. */
  effects: string[];
  items: PlanItemView[];
  /** Models that were trained on what the plan erases; with the first page. */
  lineage?: { name: string; version: string; workspace: string; deployments: string[]; planned: boolean }[];
  next?: string;
}

/** The app's HTTP API, called as one signed-in person. */
export class Api {
  private constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Signs in locally as one of the users that the system knows. */
  static async signIn(url: string, user: string, signal: AbortSignal): Promise<Api> {
    const answer = await fetch(`${url}/.auth/login/local`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user }),
      signal,
    });
    if (!answer.ok) throw new Error(`Signing in as ${user} was answered by ${answer.status}.`);
    const { authenticationToken } = (await answer.json()) as { authenticationToken: string };
    return new Api(url, authenticationToken, signal);
  }

  /** The request, or undefined while the app has not taken it off the queue. */
  async request(id: string): Promise<RequestView | undefined> {
    const answer = await this.call(`/api/requests/${encodeURIComponent(id)}`);
    if (answer.status === 404) return undefined;
    return (await (await checked(answer)).json()) as RequestView;
  }

  /** The plan, all its pages put together. */
  async plan(path: string): Promise<PlanView> {
    const items: PlanItemView[] = [];
    let lineage: PlanView['lineage'];
    for (let next: string | undefined = path; next;) {
      const page = (await (await checked(await this.call(next))).json()) as PlanView;
      for (const item of page.items) items.push(item);
      lineage ??= page.lineage;
      next = page.next;
      if (!next) return { ...page, items, lineage };
    }
    throw new Error('The plan has no pages.');
  }

  /** Approves a plan, weak matches included; of what is in use only the named items (their `ref`) go. */
  async approve(path: string, planHash: string, acceptInUse: readonly string[]): Promise<void> {
    await checked(
      await this.call(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ planHash, decision: 'approve', acceptWeak: true, acceptInUse }),
      }),
    );
  }

  /** A document in the wanted media type. */
  async text(path: string, accept: string): Promise<string> {
    return await (await checked(await this.call(path, { headers: { accept } }))).text();
  }

  /** Writes the package into a file: large ones come as a link to the storage, which `ca` vouches for. */
  async download(path: string, file: string, ca: string): Promise<void> {
    const answer = await checked(await this.call(path));
    if (answer.headers.get('content-type')?.startsWith('application/json')) {
      const { link } = (await answer.json()) as { link: string };
      return pipeline(await follow(link, ca, this.signal), createWriteStream(file));
    }
    if (!answer.body) throw new Error('The package came without content.');
    await pipeline(Readable.fromWeb(answer.body), createWriteStream(file));
  }

  private call(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { 'x-zumo-auth': this.token, ...(init.headers as Record<string, string> | undefined) };
    return fetch(this.url + path, { ...init, headers, signal: this.signal });
  }
}

async function checked(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  const path = new URL(answer.url).pathname;
  throw new Error(`${path} was answered by ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
}

function follow(link: string, ca: string, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((done, fail) => {
    get(link, { ca, signal }, (answer) => {
      if (answer.statusCode === 200) return done(answer);
      answer.resume();
      fail(new Error(`The link to the package was answered by ${answer.statusCode}.`));
    }).on('error', fail);
  });
}
