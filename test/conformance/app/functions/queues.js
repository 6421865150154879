const { app, output } = require('@azure/functions');
const df = require('durable-functions');
const { setTimeout: sleep } = require('node:timers/promises');
const { note, read } = require('../lib/observations');

const connection = 'ConformanceQueues';

app.storageQueue('receives', {
  queueName: '%INPUT_QUEUE%',
  connection,
  handler: (message, context) => {
    const { id, dequeueCount, insertionTime, expirationTime, nextVisibleTime, popReceipt } = context.triggerMetadata;
    const metadata = { id, dequeueCount, insertionTime, expirationTime, nextVisibleTime, popReceipt };
    note('conformance-in', { type: Array.isArray(message) ? 'array' : typeof message, message, metadata });
  },
});

app.storageQueue('failsAlways', {
  queueName: 'conformance-fails',
  connection,
  handler: (message, context) => {
    note('conformance-fails', { message, dequeueCount: context.triggerMetadata.dequeueCount });
    throw new Error('this message cannot be handled');
  },
});

app.storageQueue('failsOnce', {
  queueName: 'conformance-flaky',
  connection,
  handler: (message, context) => {
    note('conformance-flaky', { message, dequeueCount: context.triggerMetadata.dequeueCount });
    if (read('conformance-flaky').length === 1) throw new Error('only the first attempt fails');
  },
});

app.storageQueue('takesLong', {
  queueName: 'conformance-slow',
  connection,
  handler: async (message) => {
    note('conformance-slow', { message, phase: 'start' });
    await sleep(2500);
    note('conformance-slow', { message, phase: 'end' });
  },
});

df.app.client.storageQueue('startsByMessage', {
  queueName: 'conformance-start',
  connection,
  handler: async ({ id, value }, client) => {
    await client.startNew('echoes', { instanceId: id, input: { value } });
  },
});

const copied = output.storageQueue({ queueName: 'conformance-copied', connection });

// One message, or several as an array: each element is a message of its own.
app.http('copiesToQueue', {
  methods: ['POST'],
  route: 'copy-to-queue',
  extraOutputs: [copied],
  handler: async (request, context) => {
    context.extraOutputs.set(copied, await request.json());
    return { status: 202 };
  },
});

app.storageQueue('passesOn', {
  queueName: 'conformance-pass-on',
  connection,
  return: copied,
  handler: (message) => ({ passedOn: message }),
});
