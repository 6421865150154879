const { app } = require('@azure/functions');
const { setTimeout: sleep } = require('node:timers/promises');

/** Answers with the name of the function that got the request and its route parameters. */
function tell(name, route, methods = ['GET'], authLevel = 'anonymous') {
  app.http(name, {
    methods,
    route,
    authLevel,
    handler: (request) => ({ jsonBody: { name, method: request.method, params: request.params } }),
  });
}

tell('thingById', 'things/{id:int}');
tell('thingByName', 'things/{name:alpha}');
tell('specialThing', 'things/special');
tell('optionalPart', 'optional/{first}/{second?}');
tell('defaultPart', 'defaults/{size=medium}');
tell('catchAll', 'files/{*path}');
tell('guidPart', 'guids/{id:guid}');
tell('boundedPart', 'bounded/{code:length(3)}/{count:range(1,10)}');
tell('putOnly', 'put-only', ['PUT']);
tell('getOfTwo', 'shared-path', ['GET']);
tell('postOfTwo', 'shared-path', ['POST']);
tell('needsFunctionKey', 'needs-function-key', ['GET'], 'function');
tell('needsAdminKey', 'needs-admin-key', ['GET'], 'admin');
tell('routeOfItsName', undefined);

app.http('mirror', {
  methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  route: 'mirror',
  handler: async (request) => ({
    status: 201,
    headers: { 'x-mirrored': request.headers.get('x-custom') ?? 'none' },
    jsonBody: {
      method: request.method,
      text: await request.text(),
      contentType: request.headers.get('content-type'),
      query: Object.fromEntries(request.query),
      path: new URL(request.url).pathname,
    },
  }),
});

app.http('mirrorBytes', {
  methods: ['POST'],
  route: 'mirror-bytes',
  handler: async (request) => ({
    headers: { 'content-type': 'application/octet-stream' },
    body: Buffer.from(await request.arrayBuffer()),
  }),
});

app.http('mirrorForm', {
  methods: ['POST'],
  route: 'mirror-form',
  handler: async (request) => ({ jsonBody: Object.fromEntries(await request.formData()) }),
});

app.http('throws', {
  methods: ['GET'],
  route: 'throws',
  handler: () => {
    throw new Error('a detail that must not leave the host');
  },
});

app.http('streams', {
  methods: ['GET'],
  route: 'streams',
  handler: () => {
    const parts = ['one,', 'two,', 'three'];
    const body = new globalThis.ReadableStream({
      async pull(controller) {
        await sleep(200);
        const part = parts.shift();
        if (part === undefined) controller.close();
        else controller.enqueue(Buffer.from(part));
      },
    });
    return { headers: { 'content-type': 'text/plain' }, body };
  },
});

app.http('empty', { methods: ['GET'], route: 'empty', handler: () => ({ status: 204 }) });

app.http('setsCookie', {
  methods: ['GET'],
  route: 'sets-cookie',
  handler: () => ({ body: 'ok', cookies: [{ name: 'taste', value: 'sweet', path: '/', httpOnly: true }] }),
});
