import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkBindings } from '../../../local/host/bindings';
import type { BindingInfo } from '../../../local/host/contract';
import { createSessions, sessionLifetime } from '../../../local/host/http/session';
import { createLog } from '../../../local/host/logger';
import { createHooks } from '../../../local/host/worker/hooks';
import { findFiles } from '../../../local/host/worker/load-app';

describe('findFiles', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'host-glob-'));
    for (const name of ['index.js', 'src/a.js', 'src/b.mjs', 'src/deep/c.js', 'src/d.txt', 'node_modules/x/y.js']) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), '');
    }
  });
  afterAll(() => rmSync(dir, { recursive: true }));
  it.each([
    ['index.js', ['index.js']],
    ['./index.js', ['index.js']],
    ['missing.js', []],
    ['src/*.js', ['src/a.js']],
    ['src/**/*.js', ['src/a.js', 'src/deep/c.js']],
    ['src/{a.js,b.mjs}', ['src/a.js', 'src/b.mjs']],
    ['{index.js,src/*.{js,mjs}}', ['index.js', 'src/a.js', 'src/b.mjs']],
    ['**/?.js', ['src/a.js', 'src/deep/c.js']],
    ['nowhere/*.js', []],
  ])('%s', (pattern, files) => expect(findFiles(dir, pattern)).toEqual(files));
});

describe('hooks', () => {
  it('run in order until one throws, and share read-only data', async () => {
    const hooks = createHooks();
    const ran: string[] = [];
    hooks.register('preInvocation', () => void ran.push('a'));
    const second = hooks.register('preInvocation', () => void ran.push('b'));
    hooks.register('preInvocation', () => Promise.reject(new Error('stop')));
    hooks.register('preInvocation', () => void ran.push('never'));
    const context = hooks.context({ mine: 1 }, {});
    await expect(hooks.run('preInvocation', context)).rejects.toThrow('stop');
    second.dispose();
    await expect(hooks.run('preInvocation', context)).rejects.toThrow('stop');
    expect(ran).toEqual(['a', 'b', 'a']);
    expect(context.hookData).toEqual({ mine: 1 });
    expect(() => Object.assign(context, { hookData: {} })).toThrow(TypeError);
  });
  it('refuse unknown names', () => {
    expect(() => createHooks().register('nope', () => {})).toThrow(RangeError);
  });
});

describe('checkBindings', () => {
  const check = (...bindings: Partial<BindingInfo>[]) =>
    checkBindings({
      id: 'f',
      name: 'f',
      bindings: Object.fromEntries(
        bindings.map((binding, index) => {
          const name = `b${index}`;
          return [name, { name, type: 'timerTrigger', direction: 'in' as const, ...binding }];
        }),
      ),
    });
  it('accepts what the host has', () => {
    expect(() => check({}, { type: 'durableClient' }, { type: 'queue', direction: 'out' })).not.toThrow();
    expect(() => check({ type: 'queueTrigger', dataType: 'binary' })).not.toThrow();
  });
  it.each([
    [[{ type: 'blobTrigger' }], "Function 'f': the binding type 'blobTrigger'"],
    [[{}, { type: 'blob' }], "the binding type 'blob'"],
    [[{}, { type: 'queue', direction: 'in' as const }], "'queue' with direction 'in'"],
    [[{ type: 'queueTrigger', dataType: 'stream' }], 'dataType'],
    [[{ type: 'httpTrigger', dataType: 'binary' }], 'dataType'],
    [[{}, { type: 'queue', direction: 'out' as const, queueName: '{id}' }], 'binding expression'],
    [[{}, {}], 'exactly one trigger'],
    [[{ type: 'durableClient' }], 'exactly one trigger'],
  ])('refuses %#', (bindings, message) => expect(() => check(...bindings)).toThrow(message));
});

describe('the log', () => {
  it('takes the level of the most specific category', () => {
    const lines: string[] = [];
    const levels = { default: 'Warning', 'Function.chatty': 'Debug', 'Function.chatty.User': 'Error' };
    const log = createLog(
      levels,
      () => new Date(0),
      (line) => lines.push(line),
    );
    log.logger('Host.General').info('dropped');
    log.logger('Function.chatty').info('kept', { n: 1 });
    log.logger('Function.chattyToo').info('dropped');
    log.logger('Function.chatty.User').warn('dropped');
    expect(lines).toEqual(['1970-01-01T00:00:00.000Z information [Function.chatty] kept {"n":1}']);
    expect(() =>
      createLog(
        { default: 'loud' },
        () => new Date(),
        () => {},
      ),
    ).toThrow('logLevel.default');
  });
});

describe('sessions', () => {
  it('are read back until they expire, if nobody changed them', () => {
    let now = 0;
    const sessions = createSessions('secret', () => now);
    const token = sessions.issue('id');
    expect(sessions.read(token)).toBe('id');
    expect(createSessions('other', () => now).read(token)).toBeUndefined();
    expect(sessions.read(token.replace(/^./, 'x'))).toBeUndefined();
    expect(sessions.read('')).toBeUndefined();
    now = sessionLifetime;
    expect(sessions.read(token)).toBeUndefined();
  });
});
