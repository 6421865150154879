const df = require('durable-functions');
const { historyOf } = require('../lib/history');

df.app.orchestration('describesInput', function* (context) {
  yield context.df.callActivity('echo', 1);
  const input = context.df.getInput();
  return {
    missing: input === null || input === undefined,
    type: typeof input,
    timestampIsDate: input?.Timestamp instanceof Date,
    nestedTimestampIsDate: input?.nested?.Timestamp instanceof Date,
    otherIsString: typeof input?.timestamp === 'string',
    value: input ?? null,
  };
});

df.app.orchestration('describesActivityInput', function* (context) {
  const described = [];
  for (const value of context.df.getInput().values) described.push(yield context.df.callActivity('describe', value));
  return described;
});

df.app.orchestration('echoes', function* (context) {
  return yield context.df.callActivity('echo', context.df.getInput());
});

df.app.orchestration('carriesLargeText', function* (context) {
  const { text, times } = context.df.getInput();
  const large = yield context.df.callActivity('repeat', { text, times });
  const measured = yield context.df.callActivity('measure', { text: large });
  return { measured, text: large };
});

df.app.orchestration('tellsContext', function* (context) {
  yield context.df.callActivity('echo', 1);
  const { instanceId, parentInstanceId, schemaVersion } = context.df;
  return { instanceId, parentInstanceId: parentInstanceId ?? null, schemaVersion };
});

df.app.orchestration('callsNamedChild', function* (context) {
  const { childId } = context.df.getInput();
  const child = yield context.df.callSubOrchestrator('tellsContext', {}, childId);
  return { child, history: historyOf(context) };
});

df.app.orchestration('setsCustomStatus', function* (context) {
  context.df.setCustomStatus({ stage: 'waiting', done: 1, names: ['é', '名'] });
  yield context.df.waitForExternalEvent('go');
  context.df.setCustomStatus({ stage: 'finished', done: 2 });
  return 'done';
});

df.app.orchestration('waitsForChild', function* (context) {
  const { childId } = context.df.getInput();
  return yield context.df.callSubOrchestrator('waitsThenWorks', {}, childId);
});

df.app.orchestration('announces', function* (context) {
  return yield context.df.callActivity('announce', context.df.getInput());
});

df.app.orchestration('returnsValue', function* (context) {
  yield context.df.callActivity('echo', 1);
  return context.df.getInput().value;
});
