const { app } = require('@azure/functions');
const { note } = require('../lib/observations');

const observe = (key) => (timer, context) =>
  note(key, { isPastDue: timer.isPastDue, schedule: timer.schedule ?? null, trigger: context.triggerMetadata ?? null });

app.timer('ticks', { schedule: '%TICK_SCHEDULE%', handler: observe('ticks') });
app.timer('yearly', { schedule: '0 0 0 1 1 *', handler: observe('yearly') });
app.timer('hourly', { schedule: '0 0 * * * *', handler: observe('hourly') });
