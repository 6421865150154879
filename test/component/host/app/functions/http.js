const { app } = require('@azure/functions');
const { ReadableStream } = require('node:stream/web');
const { setTimeout: sleep } = require('node:timers/promises');

const anonymous = (name, options) => app.http(name, { authLevel: 'anonymous', ...options });
const answer = (from) => (request) => ({ jsonBody: { from, params: request.params } });

anonymous('catchAll', { route: 'items/{*rest}', methods: ['DELETE'], handler: answer('catchAll') });
anonymous('constrained', { route: 'items/{id:int}', handler: answer('constrained') });
anonymous('free', { route: 'items/{name}/{part?}', methods: ['GET'], handler: answer('free') });
anonymous('aLiteral', { route: 'items/special', handler: answer('aLiteral') });
anonymous('shadowed', { route: 'items/hidden', handler: answer('shadowed') });
anonymous('echo', {
  methods: ['POST', 'PUT'],
  async handler(request) {
    const { method, url, params, user } = request;
    const query = Object.fromEntries(request.query);
    const headers = Object.fromEntries(request.headers);
    return { status: 201, jsonBody: { method, url, params, query, headers, user, body: await request.text() } };
  },
});
anonymous('form', {
  methods: ['POST'],
  handler: async (request) => ({ jsonBody: Object.fromEntries(await request.formData()) }),
});
anonymous('bytes', {
  methods: ['GET', 'HEAD'],
  handler: () => ({ body: Uint8Array.of(0, 255, 1), headers: { 'content-type': 'application/octet-stream' } }),
});
anonymous('cookie', {
  handler: () => ({ cookies: [{ name: 'a', value: '1 2', httpOnly: true, sameSite: 'Strict', maxAge: 5 }] }),
});
anonymous('nothing', { handler() {} });
anonymous('throws', {
  handler() {
    throw new Error('secret detail');
  },
});
anonymous('slow', { handler: () => sleep(10_000, {}, { ref: false }) });
anonymous('whoAmI', { handler: (request) => ({ jsonBody: { user: request.user } }), methods: ['GET', 'POST'] });
anonymous('setting', { handler: () => ({ body: process.env.GREETING }) });
anonymous('stream', {
  handler: () => ({
    body: new ReadableStream({
      async start(controller) {
        controller.enqueue(Buffer.from('first,'));
        await sleep(300);
        controller.enqueue(Buffer.from('second'));
        controller.close();
      },
    }),
  }),
});
app.http('guarded', { authLevel: 'function', handler: () => ({ body: 'open' }) });
app.http('forAdmins', { authLevel: 'admin', handler: () => ({ body: 'open' }) });
