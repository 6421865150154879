import { HttpRequest } from '@azure/functions';
import { RequestError } from '../../../../src/errors';
import { jsonBody } from '../../../../src/functions/http';

const call = (body: Buffer, headers: Record<string, string> = {}) =>
  new HttpRequest({ method: 'POST', url: 'https://app/api/requests', body: { bytes: body }, headers });
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'none';
  } catch (thrown) {
    return thrown instanceof RequestError ? thrown.code : String(thrown);
  }
};
const list = (count: number) => Buffer.from(JSON.stringify(Array<string>(count).fill('0123456789abcdef')));

describe('the body of a call', () => {
  it('is refused by what it is said to have, and by what it has', async () => {
    expect(await codeOf(jsonBody(call(Buffer.from('{}'), { 'content-length': '65537' })))).toBe('body_too_large');
    expect(await codeOf(jsonBody(call(Buffer.alloc(65_537, ' '), { 'content-length': '2' })))).toBe('body_too_large');
    expect(await jsonBody(call(Buffer.from(`{}${' '.repeat(65_534)}`)))).toEqual({});
  });

  it('has room for a decision that names as many items as it may', async () => {
    const decision = Buffer.from(`{"exclude":${list(10_000).toString()},"acceptInUse":${list(10_000).toString()}}`);
    expect(await codeOf(jsonBody(call(decision), 512 * 1024))).toBe('none');
    expect(await codeOf(jsonBody(call(decision)))).toBe('body_too_large');
  });
});
