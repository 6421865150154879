import { request } from 'node:https';
import type { JsonObject } from '../../../local/azureml/json';
import type { Emulator } from '../../../local/azureml/start-emulator';
import type { TestStorage } from './running-emulator';
import { freshCredential } from './running-emulator';

/** An answer as it came; a body that is no JSON object reads as an empty one. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: JsonObject;
}

/** What a raw call may say besides method and URL. */
export interface RawOptions {
  body?: unknown;
  audience?: string;
  as?: 'reader' | 'eraser';
  admin?: boolean;
}

/** Calls an emulator over HTTPS without any SDK; URLs may be paths. */
export type RawCall = (method: string, url: string, options?: RawOptions) => Promise<RawAnswer>;

/** A caller with the eraser's tokens unless told otherwise. */
export function rawCaller(emulator: Emulator, test: TestStorage): RawCall {
  return async (method, url, { body, audience = 'https://management.azure.com', as = 'eraser', admin } = {}) => {
    const clientId = as === 'reader' ? emulator.readerClientId : emulator.eraserClientId;
    const token = await freshCredential(emulator, clientId).getToken(audience);
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (admin === true) headers['x-emulator-admin'] = emulator.adminKey;
    else headers.authorization = `Bearer ${token?.token}`;
    return new Promise((resolve, reject) => {
      const sent = request(new URL(url, emulator.url), { method, headers, ca: test.certificate.pem }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          const answer = text === '' ? {} : (JSON.parse(text) as JsonObject);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: answer });
        });
      });
      sent.once('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  };
}

/** The code of a refusal. */
export function codeOf({ body }: RawAnswer): unknown {
  return (body.error as JsonObject | undefined)?.code;
}

/** Members of a list. */
export function namesOf({ body }: RawAnswer): unknown[] {
  return (body.value as JsonObject[]).map((item) => item.name);
}

/** Follows the Location of an answer until the operation has ended; returns the last answer. */
export async function settled(call: RawCall, answer: RawAnswer, audience?: string): Promise<RawAnswer> {
  const { location } = answer.headers;
  if (typeof location !== 'string') throw new Error(`The answer ${answer.status} has no Location.`);
  for (;;) {
    const polled = await call('GET', location, { audience });
    if (polled.status !== 202) return polled;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
