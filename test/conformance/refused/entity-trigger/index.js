const df = require('durable-functions');

df.app.entity('counterEntity', (context) => {
  context.df.setState((context.df.getState(() => 0) ?? 0) + 1);
});
