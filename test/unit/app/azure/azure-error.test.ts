import { asAzureError, plainCode } from '../../../../src/azure/azure-error';
import { errorOf } from '../../../../src/azure/arm';
import { createHttpHeaders } from '@azure/core-rest-pipeline';

const hostile = [
  ...['<script>alert(1)</script>', '=cmd|x', '\u001b[31mred', 'a\nb', 'x\u202ey', 'x'.repeat(101), '', ' x', '-x'],
  ...['anna@example.org', 'a/../b', 'ž', 'a\ud800'],
];

describe('the code of an error', () => {
  it.each(['BlobNotFound', 'RESOURCE_DOES_NOT_EXIST', 'Http404', 'ERR_TLS', 'Not Found', 'a.b-c:1'])(
    'is %j as the service said',
    (code) => expect(plainCode(code, 400)).toBe(code),
  );

  it.each(hostile)('is not %j, whatever the service says', (code) => {
    expect(plainCode(code, 409)).toBe('Http409');
    expect(plainCode(code, 0)).toBe('Unknown');
    const answer = { status: 409, body: { error: { code } }, headers: createHttpHeaders() };
    for (const error of [errorOf(answer), asAzureError({ statusCode: 409, code })]) {
      expect(error.code).toBe('Http409');
      expect(error.message).toBe('Azure answered 409 Http409.');
    }
  });

  it('is none where the service sends something else', () => {
    for (const code of [undefined, null, 7, {}, ['BlobNotFound']]) expect(plainCode(code, 500)).toBe('Http500');
  });
});

describe('a refusal with 401', () => {
  const refusal = (code: string) => errorOf({ status: 401, body: { error: { code } }, headers: createHttpHeaders() });

  it('is a token that has ended, which the next one heals', () => {
    expect(refusal('ExpiredAuthenticationToken').transient).toBe(true);
    expect(asAzureError({ statusCode: 401, code: 'InvalidAuthenticationInfo' }).transient).toBe(true);
  });

  it('is for good where the subscription belongs to another tenant: that is a gap, and no reason to fail', () => {
    expect(refusal('InvalidAuthenticationTokenTenant').transient).toBe(false);
    expect(asAzureError({ statusCode: 401, code: 'InvalidAuthenticationTokenTenant' }).transient).toBe(false);
  });
});

describe('an answer that is no JSON, as the SDK tells it', () => {
  it('is something that time may heal in place of a success, and a refusal by its status', () => {
    const told = (statusCode: number) => asAzureError({ statusCode, code: 'PARSE_ERROR', name: 'RestError' });
    expect(told(200)).toMatchObject({ status: 502, code: 'InvalidAnswer', transient: true });
    expect(told(403)).toMatchObject({ status: 403, code: 'Http403', transient: false });
    expect(told(502)).toMatchObject({ status: 502, code: 'Http502', transient: true });
  });
});
