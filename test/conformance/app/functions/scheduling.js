const df = require('durable-functions');
const { historyOf } = require('../lib/history');
const { after } = require('../lib/timing');

const work = (context, input) => context.df.callActivity('work', { key: context.df.instanceId, ...input });

df.app.orchestration('sequence', function* (context) {
  const results = [];
  for (let i = 0; i < context.df.getInput().count; i++)
    results.push(yield work(context, { name: `step ${i}`, value: i }));
  return results;
});

df.app.orchestration('fanOut', function* (context) {
  const { count, ms } = context.df.getInput();
  const tasks = Array.from({ length: count }, (_, i) => work(context, { name: `part ${i}`, ms, value: i }));
  return yield context.df.Task.all(tasks);
});

df.app.orchestration('nested', function* (context) {
  const { Task } = context.df;
  yield context.df.callActivity('echo', 'first');
  const inner = Task.all([
    context.df.callActivity('echo', 'c'),
    context.df.callSubOrchestrator('leaf', { value: 'd' }),
  ]);
  yield Task.all([context.df.callActivity('echo', 'b'), inner, context.df.createTimer(after(context, 50))]);
  yield Task.any([context.df.waitForExternalEvent('never'), context.df.callActivity('echo', 'e')]);
  yield context.df.callActivity('echo', 'last');
  return historyOf(context);
});

df.app.orchestration('leaf', function* (context) {
  return yield context.df.callActivity('echo', context.df.getInput().value);
});

df.app.orchestration('retried', function* (context) {
  const { attempts, failures, backoff = 1, ms = 60 } = context.df.getInput();
  const options = new df.RetryOptions(ms, attempts);
  options.backoffCoefficient = backoff;
  let outcome;
  try {
    const input = { key: context.df.instanceId, name: 'flaky', failures, value: 'healed' };
    outcome = yield context.df.callActivityWithRetry('work', options, input);
  } catch (error) {
    outcome = error.message;
  }
  yield context.df.callActivity('echo', 'after');
  return { outcome, history: historyOf(context) };
});

df.app.orchestration('retriedChild', function* (context) {
  let outcome;
  try {
    const input = { key: context.df.instanceId, ...context.df.getInput() };
    outcome = yield context.df.callSubOrchestratorWithRetry('flakyChild', new df.RetryOptions(60, 2), input);
  } catch (error) {
    outcome = error.message;
  }
  yield context.df.callActivity('echo', 'after');
  return { outcome, history: historyOf(context) };
});

df.app.orchestration('flakyChild', function* (context) {
  const { key, failures } = context.df.getInput();
  return yield context.df.callActivity('work', { key, name: 'child', failures, value: 'healed' });
});

df.app.orchestration('cancelsLongTimer', function* (context) {
  const timer = context.df.createTimer(after(context, 10 * 24 * 3600_000));
  yield context.df.Task.any([timer, context.df.callActivity('echo', 1)]);
  timer.cancel();
  yield context.df.callActivity('echo', 2);
  return historyOf(context);
});

df.app.orchestration('waitsDays', function* (context) {
  const { days } = context.df.getInput();
  yield context.df.createTimer(after(context, days * 24 * 3600_000));
  yield context.df.callActivity('echo', 1);
  return historyOf(context);
});

df.app.orchestration('retriesInParallel', function* (context) {
  const key = context.df.instanceId;
  const tasks = [1, 2, 3, 4, 5].map((n) =>
    context.df.callActivityWithRetry('work', new df.RetryOptions(20 * n, 4), {
      key,
      name: `flaky ${n}`,
      ms: (n * 37) % 50,
      failures: n % 3,
      value: n,
    }),
  );
  const child = { key, failures: 1 };
  tasks.push(context.df.callSubOrchestratorWithRetry('flakyChild', new df.RetryOptions(30, 3), child));
  const results = yield context.df.Task.all(tasks);
  results.push(yield context.df.callActivity('echo', 'after'));
  return results;
});

df.app.orchestration('descends', function* (context) {
  const { depth } = context.df.getInput();
  if (depth === 0) return yield context.df.callActivity('echo', 0);
  const children = [depth - 1, 0].map((next) => context.df.callSubOrchestrator('descends', { depth: next }));
  const [below, beside] = yield context.df.Task.all(children);
  return 1 + below + beside;
});

df.app.orchestration('timerInThePast', function* (context) {
  yield context.df.createTimer(after(context, -5000));
  return 'fired';
});
