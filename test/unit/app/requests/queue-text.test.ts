import { messageBytes, messageText } from '../../../../src/requests/queue-text';

const read = (text: string) => Buffer.from(messageBytes(text)).toString('utf8');

describe('texts of messages', () => {
  it('are read in base64, also in lines, and as they are', () => {
    const message = { requestId: 'a', reason: 'ä€𝄞' };
    const base64 = Buffer.from(JSON.stringify(message)).toString('base64');
    expect(JSON.parse(read(base64))).toEqual(message);
    expect(JSON.parse(read(`${base64.slice(0, 20)}\r\n${base64.slice(20)}\n`))).toEqual(message);
    expect(JSON.parse(read(JSON.stringify(message)))).toEqual(message);
    expect(read('no base64!')).toBe('no base64!');
    expect(read('')).toBe('');
  });

  it('keep bytes that are no text, so that they can be refused', () => {
    expect([...messageBytes(Buffer.from([0xff, 0xfe]).toString('base64'))]).toEqual([0xff, 0xfe]);
  });

  it('are written in base64', () => {
    expect(Buffer.from(messageText({ a: 'ä' }), 'base64').toString('utf8')).toBe('{"a":"ä"}');
  });
});
