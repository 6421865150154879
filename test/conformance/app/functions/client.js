// The durable client over HTTP: what the SDK answers, and beneath it what the host's own endpoint answers to the SDK.
const { app } = require('@azure/functions');
const df = require('durable-functions');

/** Registers a route whose handler gets the durable client; an error of the client is answered as 502 with its text. */
function route(name, methods, path, answer) {
  app.http(name, {
    methods,
    route: path,
    extraInputs: [df.input.durableClient()],
    handler: async (request, context) => {
      try {
        return await answer(df.getClient(context), request, context);
      } catch (error) {
        return { status: 502, jsonBody: { error: error.message } };
      }
    },
  });
}

const bodyOf = async (request) => {
  const text = await request.text();
  return text === '' ? undefined : JSON.parse(text);
};

route('start', ['POST'], 'start/{orchestrator}', async (client, request) => {
  const input = await bodyOf(request);
  const instanceId = request.query.get('id') ?? undefined;
  const version = request.query.get('version') ?? undefined;
  return { jsonBody: { id: await client.startNew(request.params.orchestrator, { instanceId, input, version }) } };
});

// Starts the same id many times at one moment, and answers with how often it was accepted.
route('race', ['POST'], 'race/{orchestrator}/{id}', async (client, request) => {
  const { orchestrator, id } = request.params;
  const starts = Array.from({ length: 20 }, (_, n) => client.startNew(orchestrator, { instanceId: id, input: { n } }));
  const outcomes = await Promise.allSettled(starts);
  return { jsonBody: { accepted: outcomes.filter((outcome) => outcome.status === 'fulfilled').length } };
});

route('status', ['GET'], 'instances/{id}', async (client, request) => ({
  jsonBody: await client.getStatus(request.params.id, {
    showHistory: request.query.get('history') === 'true',
    showHistoryOutput: request.query.get('history') === 'true',
    showInput: true,
  }),
}));

route('raise', ['POST'], 'instances/{id}/events/{event}', async (client, request) => {
  await client.raiseEvent(request.params.id, request.params.event, await bodyOf(request));
  return { status: 204 };
});

route('change', ['POST'], 'instances/{id}/change/{verb}', async (client, request) => {
  const { id, verb } = request.params;
  if (!['terminate', 'suspend', 'resume'].includes(verb)) throw new Error(`There is no change named ${verb}.`);
  await client[verb](id, 'by a test');
  return { status: 204 };
});

route('purge', ['DELETE'], 'instances/{id}', async (client, request) => ({
  jsonBody: await client.purgeInstanceHistory(request.params.id),
}));

const filterOf = ({ from, to, states }) => ({
  createdTimeFrom: from && new Date(from),
  createdTimeTo: to && new Date(to),
  runtimeStatus: states,
});

route('query', ['POST'], 'query', async (client, request) => {
  const filter = await bodyOf(request);
  return { jsonBody: filter ? await client.getStatusBy(filterOf(filter)) : await client.getStatusAll() };
});

route('purgeBy', ['POST'], 'purge', async (client, request) => ({
  jsonBody: await client.purgeInstanceHistoryBy(filterOf(await bodyOf(request))),
}));

route('await', ['GET'], 'await/{id}', (client, request) =>
  client.waitForCompletionOrCreateCheckStatusResponse(request, request.params.id, {
    timeoutInMilliseconds: Number(request.query.get('timeout') ?? 5000),
    retryIntervalInMilliseconds: 100,
  }),
);

route('binding', ['GET'], 'binding', (client) => ({ jsonBody: client.clientData }));

route('links', ['GET'], 'links/{id}', (client, request) => ({
  jsonBody: client.createHttpManagementPayload(request.params.id),
}));

// The local endpoint is reachable from the worker only, so the call is made here.
route('rpc', ['POST'], 'rpc', async (client, request) => {
  const { method = 'GET', path, headers = {}, body } = await bodyOf(request);
  const response = await globalThis.fetch(new URL(path, client.clientData.rpcBaseUrl), { method, headers, body });
  const text = await response.text();
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { jsonBody: { status: response.status, headers: Object.fromEntries(response.headers), text, json } };
});
