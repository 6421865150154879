const { app } = require('@azure/functions');

app.generic('listensToPigeons', {
  trigger: { type: 'carrierPigeonTrigger', name: 'pigeon' },
  handler: () => undefined,
});
