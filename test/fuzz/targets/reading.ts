import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { RequestError } from '../../../src/errors';
import { parseJson } from '../../../src/requests/parse-json';
import { parseRequest } from '../../../src/requests/schema';
import type { Body } from '../generators/body';
import { toBuffer } from '../raw-call';

/** Reads the schema that is published for senders: it must accept what the program accepts, and nothing else. */
export function publishedSchema(): (value: unknown) => boolean {
  const schema = JSON.parse(readFileSync(resolve('docs/request.schema.json'), 'utf8')) as object;
  return addFormats(new Ajv2020({ strictRequired: false, strictTypes: false })).compile(schema);
}

/** Reads a body as the app does, in this process. Throws what is wrong with the outcome. */
export function checkReading({ bytes, expected }: Body, published: (value: unknown) => boolean): void {
  const started = Date.now();
  const { code, pointers, value } = outcomeOf(toBuffer(bytes));
  const seconds = (Date.now() - started) / 1000;
  if (seconds > 5) throw new Error(`it took ${seconds} s`);
  if ('accepted' in expected && code !== undefined) throw new Error(`${code} at ${pointers.join(', ')}`);
  if ('refused' in expected) {
    if (code === undefined || !expected.refused.includes(code)) throw new Error(`${code ?? 'accepted'}`);
    const unnamed = expected.pointers?.filter((pointer) => !pointers.includes(pointer)) ?? [];
    if (unnamed.length > 0) throw new Error(`no word of ${unnamed.join(', ')}, only of ${pointers.join(', ')}`);
  }
  if (code === 'invalid_json') return;
  if (published(value) !== (code === undefined)) throw new Error('the published schema says otherwise');
}

function outcomeOf(bytes: Buffer): { code?: string; pointers: string[]; value?: unknown } {
  let value: unknown;
  try {
    value = parseJson(bytes);
    parseRequest(value);
    return { pointers: [], value };
  } catch (thrown) {
    if (!(thrown instanceof RequestError)) throw thrown;
    return { code: thrown.code, pointers: thrown.faults.map(({ pointer }) => pointer), value };
  }
}
