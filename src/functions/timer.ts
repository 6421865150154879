import { app, type InvocationContext } from '@azure/functions';
import * as df from 'durable-functions';
import { raise } from '../config/events';
import { settings, SettingsError } from '../config/settings';
import { codeOf, logged } from '../scrubbed';
import { tellFaults } from './check-settings';

/** Registers a timer by the name of the setting with its schedule. A run that fails is an event, and its next run tries again. */
export function timerFunction(
  name: string,
  schedule: string,
  handler: (client: df.DurableClient, context: InvocationContext) => Promise<void>,
): void {
  app.timer(name, {
    schedule: `%${schedule}%`,
    extraInputs: [df.input.durableClient()],
    handler: async (_timer, context) => {
      try {
        tellFaults(context);
        settings();
        await handler(df.getClient(context), context);
      } catch (thrown) {
        if (!(thrown instanceof SettingsError)) raise(context, 'timer_failed', { timer: name, code: codeOf(thrown) });
        throw logged(name, thrown, context);
      }
    },
  });
}
