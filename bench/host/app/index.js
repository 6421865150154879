// Work for the durable engine of a host that is measured from outside.
const { app } = require('@azure/functions');
const df = require('durable-functions');

df.app.activity('echo', { handler: (input) => input });

df.app.orchestration('fanOut', function* (context) {
  const { count } = context.df.getInput();
  const tasks = Array.from({ length: count }, (_, i) => context.df.callActivity('echo', i));
  return (yield context.df.Task.all(tasks)).length;
});

df.app.orchestration('sequence', function* (context) {
  const { count } = context.df.getInput();
  for (let i = 0; i < count; i++) yield context.df.callActivity('echo', i);
  return count;
});

// Starts that many instances, and answers with the links of the last one.
app.http('start', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'start/{name}',
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const client = df.getClient(context);
    const { instances, input } = await request.json();
    let id;
    for (let started = 0; started < instances; started += 50) {
      const group = Array.from({ length: Math.min(50, instances - started) });
      [id] = await Promise.all(group.map(() => client.startNew(request.params.name, { input })));
    }
    return { jsonBody: client.createHttpManagementPayload(id) };
  },
});
