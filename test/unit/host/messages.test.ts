import { createConnect } from '../../../local/host/queue/connection';
import { decodeMessage, encodeMessage, messageData, outputMessages } from '../../../local/host/queue/message';

describe('message encoding', () => {
  it('round-trips in both settings', () => {
    for (const encoding of ['base64', 'none'] as const) {
      expect(decodeMessage(encodeMessage('{"é":1}', encoding), encoding)).toBe('{"é":1}');
    }
  });
  it('is a setting, not a guess', () => {
    expect(decodeMessage('{"a":1}', 'base64')).toBeUndefined();
    expect(decodeMessage('eyJhIjoxfQ==', 'none')).toBe('eyJhIjoxfQ==');
  });
});

describe('message data', () => {
  it.each([
    ['{"a":1}', { json: '{"a":1}' }],
    [' [1]', { json: ' [1]' }],
    ['{broken', { string: '{broken' }],
    ['123', { string: '123' }],
    ['', { string: '' }],
  ])('of %j', (body, data) => expect(messageData(body)).toEqual(data));

  it('is bytes where a function wants them, whatever they hold', () => {
    expect(messageData('{"a":"é"}', 'binary')).toEqual({ bytes: Buffer.from('{"a":"é"}') });
  });
});

describe('output messages', () => {
  it.each([
    [{ string: 'text' }, ['text']],
    [{ json: '{"a":1}' }, ['{"a":1}']],
    [{ json: '["x",{"a":1},2]' }, ['x', '{"a":1}', '2']],
    [{ json: '[]' }, []],
    [{ string: ' ["x",[1]] ' }, ['x', '[1]']],
    [{ string: '{"a":1}' }, ['{"a":1}']],
    [{ string: '{broken' }, ['{broken']],
    [{ bytes: Buffer.from('["x"]') }, [Buffer.from('["x"]')]],
    [{ int: 5 }, ['5']],
    [{ bytes: Uint8Array.of(1) }, [Uint8Array.of(1)]],
  ])('of %j', (data, messages) => expect(outputMessages(data)).toEqual(messages));
  it('fails for a text that looks like JSON and is none', () => {
    expect(() => outputMessages({ string: '{broken}' })).toThrow(SyntaxError);
  });
  it('refuses what is none of these', () => {
    expect(() => outputMessages({ http: {} })).toThrow('queue output');
  });
});

describe('connections', () => {
  const key = Buffer.from('key').toString('base64');
  it('are connection strings or service addresses with an identity', () => {
    const connect = createConnect({
      AzureWebJobsStorage: `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${key};QueueEndpoint=https://127.0.0.1:1/a`,
      Other__queueServiceUri: 'https://127.0.0.1:2/b',
      Other__credential: 'managedidentity',
      Other__clientId: 'id',
      Named__accountName: 'c',
      Dev: 'UseDevelopmentStorage=true',
      Both: 'UseDevelopmentStorage=true',
      AzureWebJobsBoth__queueServiceUri: 'https://127.0.0.1:3/d',
    });
    expect(connect(undefined).url).toBe('https://127.0.0.1:1/a');
    expect(connect('Other').url).toBe('https://127.0.0.1:2/b');
    expect(connect('Named').url).toBe('https://c.queue.core.windows.net');
    expect(connect('Dev').url).toBe('http://127.0.0.1:10001/devstoreaccount1');
    expect(connect('Both').url).toBe('https://127.0.0.1:3/d');
    expect(connect('Other')).toBe(connect('Other'));
  });
  it('name what is missing or unknown', () => {
    expect(() => createConnect({})('Missing')).toThrow("'Missing__queueServiceUri'");
    const unknown = { X__queueServiceUri: 'https://127.0.0.1:1', X__credential: 'secret' };
    expect(() => createConnect(unknown)('X')).toThrow('managedidentity');
  });
});
