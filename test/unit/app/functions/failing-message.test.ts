import { InvocationContext } from '@azure/functions';
import { AzureError } from '../../../../src/azure/azure-error';
import { tellFailing } from '../../../../src/functions/failing-message';

const told = (dequeueCount: number, thrown: unknown) => {
  const lines: string[] = [];
  const logHandler = (level: string, ...words: unknown[]) => void lines.push(`${level} ${words.join(' ')}`);
  tellFailing(new InvocationContext({ triggerMetadata: { dequeueCount }, logHandler }), 'abc', thrown);
  return lines;
};

describe('tellFailing', () => {
  it('tells of a message from its fifth try on, by its fingerprint and a code', () => {
    const error = new AzureError(403, 'AuthorizationFailed', 'Azure answered 403.', false);
    expect(told(4, error)).toEqual([]);
    expect(told(5, error)).toEqual(['warning event=message_failing message=abc tries=5 code=AuthorizationFailed']);
    // What a library says may quote what was sent; what kind of error it is may not.
    expect(told(50, new TypeError('zelda@contoso.com'))[0]).toMatch(/ tries=50 code=TypeError$/);
  });
});
