const { app } = require('@azure/functions');
const { Readable } = require('node:stream');
const { setTimeout: sleep } = require('node:timers/promises');

app.setup({ enableHttpStream: true });

async function* parts() {
  yield 'first,';
  await sleep(1000);
  yield 'last';
}

app.http('sendsParts', { methods: ['GET'], route: 'parts', handler: () => ({ body: Readable.from(parts()) }) });

app.http('countsBytes', {
  methods: ['POST'],
  route: 'count',
  handler: async (request) => {
    let bytes = 0;
    for await (const chunk of request.body) bytes += chunk.length;
    return { jsonBody: { bytes, name: request.query.get('name') } };
  },
});

app.http('failsHere', {
  methods: ['GET'],
  route: 'fails',
  handler: () => {
    throw new Error('a detail that must not leave the host');
  },
});
