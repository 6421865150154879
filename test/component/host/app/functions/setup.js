const { app } = require('@azure/functions');

app.setup({ enableHttpStream: process.env.STREAM === 'true' });

let hooks = 0;
app.hook.appStart(() => {
  hooks += 1;
});
app.hook.preInvocation((context) => {
  context.hookData.before = true;
});
app.hook.postInvocation((context) => {
  if (context.hookData.before) hooks += 1;
});
app.http('hooks', { authLevel: 'anonymous', handler: () => ({ jsonBody: { hooks } }) });
