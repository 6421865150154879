/** An answer of the app. `body` is what its JSON says, or its text. */
export interface Answer {
  status: number;
  contentType: string;
  text: string;
  body: unknown;
}

/** Seconds that the app may take to answer: a cold start included. */
const answerSeconds = 60;

/** Calls a deployed app. Without a token as nobody. */
export class AppClient {
  constructor(
    readonly url: string,
    private readonly token?: { header: string; value: string },
  ) {}

  /** The same app, as nobody. */
  get anonymous(): AppClient {
    return new AppClient(this.url);
  }

  /** Sends one call. Throws when there is no answer. Redirections are answers: nobody is followed to another place. */
  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      ...{ method, redirect: 'manual', signal: AbortSignal.timeout(answerSeconds * 1_000) },
      headers: {
        ...headers,
        ...(this.token ? { [this.token.header]: this.token.value } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      text,
      body: parsed(text),
    };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Why there was no answer, as a code: what fetch threw has it in its cause. */
export function failureCode(thrown: unknown): string {
  const { name, code, cause } = (thrown ?? {}) as { name?: string; code?: unknown; cause?: { code?: unknown } };
  const found = cause?.code ?? (typeof code === 'string' ? code : undefined);
  return typeof found === 'string' ? found : (name ?? 'Error');
}
