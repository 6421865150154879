const df = require('durable-functions');
const { historyOf } = require('../lib/history');
const { note } = require('../lib/observations');
const { after } = require('../lib/timing');

const work = (context, name) => context.df.callActivity('work', { key: context.df.instanceId, name });

df.app.orchestration('twoSteps', function* (context) {
  yield context.df.callActivity('echo', 1);
  yield context.df.callActivity('echo', 2);
  return historyOf(context);
});

df.app.orchestration('notesReplays', function* (context) {
  const seen = [context.df.isReplaying];
  for (let i = 0; i < 2; i++) {
    yield context.df.callActivity('echo', i);
    seen.push(context.df.isReplaying);
    // The list as it is at this point of this run: the last entry of each run is what the host just delivered.
    note(context.df.instanceId, { step: i, seen: [...seen] });
  }
  return seen;
});

df.app.orchestration('notesTimes', function* (context) {
  for (let step = 0; step < 3; step++) {
    const now = context.df.currentUtcDateTime.toISOString();
    note(context.df.instanceId, { step, now, guid: context.df.newGuid(context.df.instanceId) });
    yield context.df.callActivity('echo', step);
  }
});

df.app.orchestration('shortTimer', function* (context) {
  const fireAt = after(context, context.df.getInput().ms);
  yield context.df.createTimer(fireAt);
  return { fireAt, now: context.df.currentUtcDateTime, history: historyOf(context) };
});

df.app.orchestration('nullResults', function* (context) {
  const results = [];
  results.push(yield context.df.callActivity('nothing'));
  results.push(yield context.df.callActivity('nil'));
  results.push(yield context.df.callSubOrchestrator('returnsNothing', {}));
  return { results, history: historyOf(context) };
});

df.app.orchestration('returnsNothing', function* (context) {
  yield context.df.callActivity('echo', 1);
});

df.app.orchestration('countsDown', function* (context) {
  const { left } = context.df.getInput();
  note(context.df.instanceId, { left, version: context.df.version });
  yield work(context, `round ${left}`);
  if (left > 0) {
    context.df.continueAsNew({ left: left - 1 });
    return 'an output that must not complete the instance';
  }
  return { left, version: context.df.version, history: historyOf(context) };
});

df.app.orchestration('losesBufferedEvents', function* (context) {
  const { round } = context.df.getInput();
  if (round === 1) {
    yield context.df.waitForExternalEvent('go');
    context.df.continueAsNew({ round: 2 });
    return undefined;
  }
  const timer = context.df.createTimer(after(context, 700));
  const extra = context.df.waitForExternalEvent('extra');
  const winner = yield context.df.Task.any([extra, timer]);
  if (winner === timer) return 'lost';
  timer.cancel();
  return 'kept';
});

df.app.orchestration('keepsLateEvents', function* (context) {
  const { round } = context.df.getInput();
  const timer = context.df.createTimer(after(context, 800));
  if (round === 1) {
    // The timer stays open, so the new run starts only when it fired; events may come in the meantime.
    yield context.df.Task.any([timer, work(context, 'quick')]);
    context.df.continueAsNew({ round: 2 });
    return undefined;
  }
  const late = context.df.waitForExternalEvent('late');
  const winner = yield context.df.Task.any([late, timer]);
  if (winner === timer) return 'lost';
  timer.cancel();
  return late.result;
});

df.app.orchestration('waitsOnce', function* (context) {
  return yield context.df.waitForExternalEvent('go');
});

df.app.orchestration('waitsTwiceAtOnce', function* (context) {
  const waiters = [context.df.waitForExternalEvent('go'), context.df.waitForExternalEvent('go')];
  return yield context.df.Task.all(waiters);
});

df.app.orchestration('waitsInTurn', function* (context) {
  yield context.df.waitForExternalEvent('start');
  return [yield context.df.waitForExternalEvent('go'), yield context.df.waitForExternalEvent('go')];
});

df.app.orchestration('slowFirstTask', function* (context) {
  const { ms = 1000, value = 'from the activity' } = context.df.getInput() || {};
  const input = { key: context.df.instanceId, name: 'slow', ms, value };
  return yield context.df.callActivity('work', input);
});

df.app.orchestration('waitsThenWorks', function* (context) {
  const payload = yield context.df.waitForExternalEvent('go');
  yield work(context, 'after the event');
  return payload;
});

df.app.orchestration('worksTwice', function* (context) {
  yield context.df.callActivity('work', { key: context.df.instanceId, name: 'first', ms: 600 });
  yield work(context, 'second');
  return 'done';
});

df.app.orchestration('tellsVersion', function* (context) {
  const versions = [context.df.version ?? null];
  yield context.df.callActivity('echo', 1);
  versions.push(context.df.version ?? null);
  const { child, childVersion } = context.df.getInput() ?? {};
  if (child) versions.push(yield context.df.callSubOrchestrator('childVersion', {}));
  if (childVersion) versions.push(yield context.df.callSubOrchestrator('childVersion', {}, undefined, childVersion));
  return versions;
});

df.app.orchestration('childVersion', function* (context) {
  yield context.df.callActivity('echo', 1);
  return context.df.version ?? null;
});

// Asks until it is approved, each round with a new waiter and a new timer.
df.app.orchestration('asksForApproval', function* (context) {
  const { rounds, ms } = context.df.getInput();
  for (let round = 1; round <= rounds; round++) {
    const timer = context.df.createTimer(after(context, ms));
    const approval = context.df.waitForExternalEvent('approval');
    const winner = yield context.df.Task.any([approval, timer]);
    if (winner === approval) {
      timer.cancel();
      return { round, approval: approval.result };
    }
  }
  return 'expired';
});

df.app.orchestration('collects', function* (context) {
  const collected = [];
  for (let i = 0; i < context.df.getInput().count; i++) collected.push(yield context.df.waitForExternalEvent('item'));
  return collected;
});
