const df = require('durable-functions');
const { historyOf } = require('../lib/history');
const { after } = require('../lib/timing');

const work = (context, input) => context.df.callActivity('work', { key: context.df.instanceId, ...input });

df.app.orchestration('failFast', function* (context) {
  let caught = null;
  try {
    yield context.df.Task.all([
      work(context, { name: 'slow', ms: 700 }),
      work(context, { name: 'failing', failures: 1 }),
    ]);
  } catch (error) {
    caught = error.message;
  }
  yield work(context, { name: 'after' });
  return { caught, history: historyOf(context) };
});

df.app.orchestration('leavesTaskOpen', function* (context) {
  const { ending, round = 1 } = context.df.getInput();
  if (round === 2) return 'second round';
  yield context.df.Task.any([work(context, { name: 'slow', ms: 700 }), work(context, { name: 'fast' })]);
  if (ending === 'throw') throw new Error('ended early');
  if (ending === 'continue') context.df.continueAsNew({ ending, round: 2 });
  return 'ended early';
});

df.app.orchestration('leavesTimerOpen', function* (context) {
  const { ms, cancel } = context.df.getInput();
  const timer = context.df.createTimer(after(context, ms));
  yield context.df.Task.any([timer, work(context, { name: 'fast' })]);
  if (cancel) timer.cancel();
  return 'ended early';
});

df.app.orchestration('yieldsTaskTwice', function* (context) {
  const { Task } = context.df;
  const [first, second, third] = ['first', 'second', 'third'].map((name, i) =>
    work(context, { name, ms: i === 0 ? 0 : 500, value: name }),
  );
  yield Task.any([first, second]);
  yield Task.any([second, third]);
  return 'done';
});

df.app.orchestration('changesItsMind', function* (context) {
  const { df: durable } = context;
  const replaying = durable.isReplaying;
  switch (context.df.getInput().change) {
    case 'name':
      yield durable.callActivity(replaying ? 'describe' : 'echo', 1);
      break;
    case 'kind':
      yield replaying ? durable.createTimer(after(context, 50)) : durable.callActivity('echo', 1);
      break;
    case 'id':
      if (replaying) return 'done';
      yield durable.callActivity('echo', 1);
      break;
    case 'case':
      yield durable.callActivity(replaying ? 'ECHO' : 'echo', 1);
      break;
  }
  yield durable.callActivity('echo', 2);
  return 'done';
});

df.app.orchestration('mutatesInput', function* (context) {
  const input = { n: 1 };
  const first = yield context.df.callActivity('echo', input);
  input.n = 2;
  const second = yield context.df.callActivity('echo', input);
  return [first.n, second.n];
});

df.app.orchestration('cancelsTimerLater', function* (context) {
  const timer = context.df.createTimer(after(context, 3600_000));
  yield context.df.Task.any([timer, context.df.callActivity('echo', 1)]);
  yield context.df.callActivity('echo', 2);
  timer.cancel();
  yield context.df.callActivity('echo', 3);
  return 'done';
});

df.app.orchestration('racesGroups', function* (context) {
  const { Task } = context.df;
  const slow = Task.all([work(context, { name: 'slow 1', ms: 300 }), work(context, { name: 'slow 2', ms: 10 })]);
  const quick = Task.all([work(context, { name: 'quick 1', value: 1 }), work(context, { name: 'quick 2', value: 2 })]);
  const winner = yield Task.any([slow, quick]);
  return { quickWon: winner === quick, results: winner.result };
});
