const { app, output } = require('@azure/functions');

const seen = [];
app.http('seen', { authLevel: 'anonymous', handler: () => ({ jsonBody: seen }) });

if (process.env.AzureWebJobsStorage || process.env.AzureWebJobsStorage__queueServiceUri) {
  const out = output.storageQueue({ queueName: 'results', connection: 'AzureWebJobsStorage' });
  app.storageQueue('worker', {
    queueName: '%IN_QUEUE%',
    connection: 'AzureWebJobsStorage',
    extraOutputs: [out],
    handler(message, context) {
      const { dequeueCount, id, insertionTime } = context.triggerMetadata;
      seen.push({ message, dequeueCount, hasId: typeof id === 'string', insertionTime });
      if (message.fail) throw new Error('told to fail');
      context.extraOutputs.set(out, message.results ?? []);
    },
  });
  app.http('enqueue', {
    authLevel: 'anonymous',
    methods: ['POST'],
    extraOutputs: [output.storageQueue({ name: 'target', queueName: 'work', connection: 'AzureWebJobsStorage' })],
    async handler(request, context) {
      context.extraOutputs.set('target', await request.text());
      return { status: 202 };
    },
  });
}

app.timer('nightly', {
  schedule: '%TIMER_SCHEDULE%',
  handler: (timer) => void seen.push({ timer }),
});
