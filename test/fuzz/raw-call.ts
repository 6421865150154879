import { connect } from 'node:net';

/** Bytes of a body as text that JSON can hold, one character for each byte; `times` repeats the middle part. */
export interface Bytes {
  before: string;
  middle?: string;
  times?: number;
  after?: string;
}

/** How the length of a body is told. `more` and `less` lie, `both` is told twice, `expect` waits for 100 Continue. */
export type Framing = 'length' | 'chunked' | 'more' | 'less' | 'both' | 'expect';

/** One HTTP call as it goes over the wire. */
export interface RawCall {
  method: string;
  /** Path and query, not encoded any further; one character for each byte. */
  target: string;
  headers: readonly (readonly [string, string])[];
  body?: Bytes;
  framing?: Framing;
}

/** What came back. */
export interface RawAnswer {
  status: number;
  /** Names in lower case. */
  headers: ReadonlyMap<string, string>;
  body: Buffer;
}

/** Milliseconds within which an answer is due; generous, because the machine may be busy. */
const patience = 30_000;

/** The bytes themselves. */
export function toBuffer({ before, middle = '', times = 1, after = '' }: Bytes): Buffer {
  const part = (text: string) => Buffer.from(text, 'latin1');
  const filling = part(middle);
  return Buffer.concat([part(before), Buffer.alloc(filling.length * times, filling), part(after)]);
}

function framed(body: Buffer, framing: Framing): { headers: string[]; bytes: Buffer } {
  const chunks = () =>
    Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')]);
  switch (framing) {
    case 'chunked':
      return {
        headers: ['transfer-encoding: chunked'],
        bytes: body.length === 0 ? Buffer.from('0\r\n\r\n') : chunks(),
      };
    case 'both':
      return { headers: [`content-length: ${body.length}`, 'transfer-encoding: chunked'], bytes: chunks() };
    case 'more':
      return { headers: [`content-length: ${body.length + 7}`], bytes: body };
    case 'less':
      return { headers: [`content-length: ${body.length >> 1}`], bytes: body };
    case 'expect':
      return { headers: [`content-length: ${body.length}`, 'expect: 100-continue'], bytes: body };
    case 'length':
      return { headers: [`content-length: ${body.length}`], bytes: body };
  }
}

/** Makes a call on a connection of its own. Undefined when the server closed it without an answer; throws when it is late. */
export function rawCall(url: string, call: RawCall): Promise<RawAnswer | undefined> {
  const { hostname, port } = new URL(url);
  const { headers, bytes } = framed(call.body ? toBuffer(call.body) : Buffer.alloc(0), call.framing ?? 'length');
  const own = new Set(call.headers.map(([name]) => name.toLowerCase()));
  const head = [
    `${call.method} ${call.target} HTTP/1.1`,
    ...(own.has('host') ? [] : [`host: ${hostname}:${port}`]),
    ...call.headers.map(([name, value]) => `${name}: ${value}`),
    ...(call.body ? headers : []),
    'connection: close',
  ];
  return new Promise((done, fail) => {
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    const pieces: Buffer[] = [];
    const late = setTimeout(() => {
      socket.destroy();
      fail(new Error(`no answer within ${patience / 1000} s`));
    }, patience);
    const end = () => {
      clearTimeout(late);
      socket.destroy();
      done(parseAnswer(Buffer.concat(pieces)));
    };
    socket.on('data', (piece) => pieces.push(piece));
    socket.once('end', end);
    // A server may close while it is still written to: what it said before counts.
    socket.once('error', end);
    socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]));
    // Who promises more than there is ends the call at last, as whoever gives up does.
    if (call.framing === 'more') setTimeout(() => socket.end(), 50);
  });
}

function parseAnswer(all: Buffer): RawAnswer | undefined {
  const end = all.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = all.subarray(0, end).toString('latin1').split('\r\n');
  const status = Number(first.split(' ')[1]);
  const rest = all.subarray(end + 4);
  if (status === 100) return parseAnswer(rest);
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  if (headers.get('transfer-encoding') === 'chunked') return { status, headers, body: unchunked(rest) };
  const length = headers.get('content-length');
  return { status, headers, body: length === undefined ? rest : rest.subarray(0, Number(length)) };
}

function unchunked(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const line = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.subarray(at, line).toString('latin1'), 16);
    if (line < 0 || !(size > 0)) break;
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
