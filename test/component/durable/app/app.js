const { app } = require('@azure/functions');
const { appendFileSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const df = require('durable-functions');

/** Tells the test what happened, across processes. */
const note = (text) => appendFileSync(process.env.NOTES, `${text}\n`);

app.http('start', {
  route: 'start/{name}/{id}',
  methods: ['POST'],
  authLevel: 'anonymous',
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const { name, id } = request.params;
    const input = await request.json();
    return { status: 202, jsonBody: await df.getClient(context).startNew(name, { instanceId: id, input }) };
  },
});
app.http('status', {
  route: 'status/{id}',
  methods: ['GET'],
  authLevel: 'anonymous',
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => ({ jsonBody: await df.getClient(context).getStatus(request.params.id) }),
});

df.app.activity('step', {
  handler: async ({ name, ms }) => {
    note(`begin ${name}`);
    await sleep(ms);
    note(`end ${name}`);
    return name;
  },
});

df.app.orchestration('steps', function* (context) {
  const { steps, ms } = context.df.getInput();
  const done = [];
  for (let i = 0; i < steps; i++) done.push(yield context.df.callActivity('step', { name: `s${i}`, ms }));
  return done;
});
df.app.orchestration('parallel', function* (context) {
  const { steps, ms } = context.df.getInput();
  const tasks = Array.from({ length: steps }, (_, i) => context.df.callActivity('step', { name: `p${i}`, ms }));
  return (yield context.df.Task.all(tasks)).length;
});
df.app.orchestration('nested', function* (context) {
  const { children, steps, ms } = context.df.getInput();
  const tasks = Array.from({ length: children }, () => context.df.callSubOrchestrator('steps', { steps, ms }));
  return (yield context.df.Task.all(tasks)).flat().length;
});
df.app.orchestration('wait', function* (context) {
  const { ms } = context.df.getInput();
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + ms));
  return yield context.df.callActivity('step', { name: 'late', ms: 0 });
});
df.app.orchestration('slow', function* () {
  // A slow replay, so that a kill can hit an episode in its middle.
  note('episode');
  const until = Date.now() + 300;
  while (Date.now() < until);
  return yield* [];
});
