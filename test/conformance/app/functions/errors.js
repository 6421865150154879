const df = require('durable-functions');
const { historyOf } = require('../lib/history');

const refuse = (message) => {
  throw new Error(message);
};

df.app.orchestration('throwsAtOnce', function* (context) {
  yield refuse(context.df.getInput().message);
});

df.app.orchestration('throwsLater', function* (context) {
  context.df.setCustomStatus({ stage: 'before the error' });
  yield context.df.callActivity('echo', 1);
  throw new Error(context.df.getInput().message);
});

df.app.orchestration('activityFails', function* (context) {
  const { message, caught } = context.df.getInput();
  if (!caught) return yield context.df.callActivity('boom', { message });
  try {
    yield context.df.callActivity('boom', { message });
  } catch (error) {
    const seen = { isError: error instanceof Error, message: error.message };
    yield context.df.callActivity('echo', 'compensated');
    return { ...seen, history: historyOf(context) };
  }
});

df.app.orchestration('childFails', function* (context) {
  const { message, caught } = context.df.getInput();
  const child = context.df.callSubOrchestrator('throwsLater', { message });
  if (!caught) return yield child;
  try {
    yield child;
  } catch (error) {
    return { message: error.message };
  }
});

df.app.orchestration('emptyAll', function* (context) {
  yield context.df.Task.all([]);
});

df.app.orchestration('yieldsNumber', function* () {
  yield 5;
});

df.app.orchestration('collectsAfterFailure', function* (context) {
  const key = context.df.instanceId;
  const tasks = [
    context.df.callActivity('work', { key, name: 'good', ms: 100, value: 'good' }),
    context.df.callActivity('work', { key, name: 'bad', failures: 1 }),
  ];
  try {
    yield context.df.Task.all(tasks);
  } catch {
    // Each task is asked for once more below.
  }
  const outcomes = [];
  for (const task of tasks) {
    try {
      outcomes.push(yield task);
    } catch {
      outcomes.push('failed');
    }
  }
  return outcomes;
});

df.app.orchestration('callsHttp', function* (context) {
  return yield context.df.callHttp({ method: 'GET', url: 'http://127.0.0.1:9/' });
});

df.app.orchestration('callsEntity', function* (context) {
  return yield context.df.callEntity(new df.EntityId('counter', 'one'), 'get');
});

df.app.orchestration('signalsEntity', function* (context) {
  context.df.signalEntity(new df.EntityId('counter', 'one'), 'add', 1);
  yield context.df.callActivity('echo', 1);
  return 'signalled';
});

df.app.orchestration('locksEntity', function* (context) {
  yield context.df.lock(new df.EntityId('counter', 'one'));
  return 'locked';
});

df.app.orchestration('callsNobody', function* (context) {
  const { kind } = context.df.getInput();
  return yield kind === 'activity'
    ? context.df.callActivity('nobodyActivity')
    : context.df.callSubOrchestrator('nobodyOrchestration', {});
});

df.app.orchestration('activityThrowsText', function* (context) {
  try {
    yield context.df.callActivity('boomText', 'just words');
  } catch (error) {
    return error.message;
  }
});
