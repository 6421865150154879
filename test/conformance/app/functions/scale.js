// Many instances, many tasks, large values.
const { app } = require('@azure/functions');
const df = require('durable-functions');
const { historyOf } = require('../lib/history');
const { after } = require('../lib/timing');

// eslint-disable-next-line require-yield -- it is about instances that take one episode
df.app.orchestration('returnsAtOnce', function* (context) {
  return context.df.getInput();
});

df.app.orchestration('carriesMegabytes', function* (context) {
  const { text } = context.df.getInput();
  const fromActivity = yield context.df.callActivity('echo', { text });
  const fromChild = yield context.df.callSubOrchestrator('returnsAtOnce', { text });
  const fromEvent = yield context.df.waitForExternalEvent('go');
  return { same: fromActivity.text === text && fromChild.text === text, fromEvent };
});

// Timers of 1 to `count` hours, created in another order than they are due in.
df.app.orchestration('waitsHours', function* (context) {
  const { count, step } = context.df.getInput();
  const hours = Array.from({ length: count }, (_, i) => ((i * step) % count) + 1);
  yield context.df.Task.all(hours.map((hour) => context.df.createTimer(after(context, hour * 3600_000))));
  return historyOf(context);
});

df.app.orchestration('setsLongStatus', function* (context) {
  context.df.setCustomStatus('x'.repeat(context.df.getInput().characters));
  yield context.df.callActivity('echo', 1);
  return 'done';
});

// Starts many instances of an orchestration, a few at a time; each gets its number and ends in it.
app.http('startMany', {
  methods: ['POST'],
  route: 'start-many/{orchestrator}',
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const client = df.getClient(context);
    const { prefix, count, input = {} } = await request.json();
    for (let first = 0; first < count; first += 50) {
      const group = Array.from({ length: Math.min(50, count - first) }, (_, i) => first + i);
      await Promise.all(
        group.map((n) =>
          client.startNew(request.params.orchestrator, { instanceId: `${prefix}${n}`, input: { n, ...input } }),
        ),
      );
    }
    return { status: 204 };
  },
});
