import type { ProxyFault } from '../../../local/fault-proxy/rules';

const json = { 'content-type': 'application/json' };
/** What lets clients try again at once: the matrix is about what they do, not about how long they wait. */
export const atOnce = { 'retry-after-ms': '1' };
const page = '<html><body><h1>Something went wrong</h1><script>alert(1)</script></body></html>';

/** A refusal as Azure words it. */
export function refusal(status: number, code: string, headers: Record<string, string> = {}): ProxyFault {
  const body = JSON.stringify({ error: { code, message: 'Zelda Quux may not.' } });
  return { kind: 'respond', status, headers: { ...json, ...headers }, body };
}

/** A refusal of a blob service. */
export function blobRefusal(status: number, code: string, headers: Record<string, string> = {}): ProxyFault {
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>No.</Message></Error>`;
  return {
    kind: 'respond',
    status,
    headers: { 'content-type': 'application/xml', 'x-ms-error-code': code, ...headers },
    body,
  };
}

/** An answer with a JSON body. */
export function answer(body: unknown, headers: Record<string, string> = {}): ProxyFault {
  return { kind: 'respond', status: 200, headers: { ...json, ...headers }, body: JSON.stringify(body) };
}

/** A page for people, as gateways send it. */
export function htmlPage(status: number): ProxyFault {
  return { kind: 'respond', status, headers: { 'content-type': 'text/html', ...atOnce }, body: page };
}

/** A 2xx without a body, for a call that nobody carries out. */
export function nothingDone(status = 204): ProxyFault {
  return { kind: 'respond', status };
}

/** A list without its entries of which `omit` says so. */
export function omitting(omit: (name: string) => boolean): ProxyFault {
  return {
    kind: 'changeJson',
    change: (body) => {
      const { value, ...rest } = body as { value: { name?: string; runId?: string }[] };
      return { ...rest, value: value.filter(({ name, runId }) => !omit(name ?? runId ?? '')) };
    },
  };
}

/** A list that goes on at a link. */
export function goingOnAt(nextLink: string): ProxyFault {
  return { kind: 'changeJson', change: (body) => ({ ...(body as object), nextLink }) };
}
