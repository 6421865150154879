// Everything at once, for a host that is killed in the middle of it: its end says whether anything was lost or done twice.
const df = require('durable-functions');
const { after } = require('../lib/timing');

df.app.orchestration('mixes', function* (context) {
  const { rounds, parts, total = 0 } = context.df.getInput();
  const key = context.df.instanceId;
  const retries = new df.RetryOptions(20, 8);
  const tasks = Array.from({ length: parts }, (_, i) =>
    context.df.callActivityWithRetry('work', retries, {
      key,
      name: `${rounds} part ${i}`,
      ms: (i * 13) % 40,
      failures: i % 4 === 0 ? 1 : 0,
      value: i,
    }),
  );
  tasks.push(context.df.callSubOrchestratorWithRetry('failingChild', retries, { key, name: `${rounds} child` }));
  tasks.push(context.df.callSubOrchestrator('descends', { depth: 2 }));
  const timer = context.df.createTimer(after(context, 60));
  const results = yield context.df.Task.all(tasks);
  yield timer;
  const sum = results.reduce((all, value) => all + value, total);
  context.df.setCustomStatus({ rounds, sum });
  if (rounds > 1) context.df.continueAsNew({ rounds: rounds - 1, parts, total: sum });
  return sum;
});

// Fails as a whole, after an activity, until the activity ran twice; each attempt is an instance of its own.
df.app.orchestration('failingChild', function* (context) {
  const { key, name } = context.df.getInput();
  const attempt = yield context.df.callActivity('countsRuns', { key, name });
  if (attempt < 2) throw new Error('the first attempt fails');
  return 1000;
});

df.app.orchestration('collectsUntilLast', function* (context) {
  const collected = [];
  while (collected.at(-1) !== 'last') collected.push(yield context.df.waitForExternalEvent('item'));
  return collected;
});
