const { output } = require('@azure/functions');
const df = require('durable-functions');
const { setTimeout: sleep } = require('node:timers/promises');
const { note, read } = require('../lib/observations');

df.app.activity('echo', { handler: (input) => input });

df.app.activity('describe', {
  handler: (input) => ({ type: input === null ? 'null' : typeof input, isArray: Array.isArray(input), value: input }),
});

df.app.activity('nothing', { handler: () => undefined });

df.app.activity('nil', { handler: () => null });

df.app.activity('repeat', { handler: ({ text, times }) => text.repeat(times) });

df.app.activity('measure', { handler: ({ text }) => text.length });

df.app.activity('boom', {
  handler: ({ message }) => {
    throw new TypeError(message);
  },
});

df.app.activity('boomText', {
  handler: (text) => {
    throw text;
  },
});

// One activity for everything that depends on when and how often something runs.
df.app.activity('work', {
  handler: async ({ key, name, ms = 0, failures = 0, value = null }) => {
    note(key, { name, phase: 'start' });
    const attempt = read(key).filter((entry) => entry.name === name && entry.phase === 'start').length;
    await sleep(ms);
    note(key, { name, phase: 'end', attempt });
    if (attempt <= failures) throw new Error(`${name} failed at attempt ${attempt}`);
    return value;
  },
});

df.app.activity('countsRuns', {
  handler: ({ key, name }) => {
    note(key, { name, phase: 'start' });
    return read(key).filter((entry) => entry.name === name).length;
  },
});

const announcements = output.storageQueue({ queueName: 'conformance-announced', connection: 'ConformanceQueues' });

df.app.activity('announce', {
  extraOutputs: [announcements],
  handler: (input, context) => {
    context.extraOutputs.set(announcements, input);
    return 'announced';
  },
});
