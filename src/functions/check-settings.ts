import { app } from '@azure/functions';
import { raise, type EventLog } from '../config/events';
import { settingWarnings } from '../config/setting-warnings';
import { settingFaults, SettingsError } from '../config/settings';

/** Tells all faults of the settings in one line, if there are any. */
export function tellFaults(log: EventLog): void {
  const faults = settingFaults();
  if (faults.length === 0) return;
  raise(log, 'settings_invalid', { settings: namesOf(faults) }, new SettingsError(faults).message);
}

/** Tells what is probably not meant as it is set. */
function tellWarnings(log: EventLog): void {
  const warnings = settingWarnings();
  if (warnings.length === 0) return;
  const text = warnings.map(({ name, problem }) => `${name} ${problem}`).join('; ');
  raise(log, 'settings_doubtful', { settings: namesOf(warnings) }, text);
}

function namesOf(all: readonly { name: string }[]): string {
  return [...new Set(all.map(({ name }) => name))].join(',');
}

// Nothing is thrown: without functions there would be nobody to tell by GET /api/health what is wrong.
app.hook.appStart(() => {
  tellFaults(console);
  tellWarnings(console);
});
