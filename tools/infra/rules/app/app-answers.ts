import { parseSettings, SettingsError } from '../../../../src/config/settings';

/** Texts that carry a secret. */
export const secrets =
  /AccountKey=|SharedAccess(Key|Signature)|[?&]sig=|Password=|InstrumentationKey=[0-9a-f]{8}-|<list\w*\(/i;

/** Answers of the app by settings: many deployments have the same ones. */
const answers = new Map<string, SettingsError['faults']>();

/** What the app says of settings when it starts with them. */
export function faultsOf(env: Record<string, string>): SettingsError['faults'] {
  const key = JSON.stringify(env);
  const before = answers.get(key);
  if (before) return before;
  let faults: SettingsError['faults'] = [];
  try {
    parseSettings(env);
  } catch (thrown) {
    if (!(thrown instanceof SettingsError)) throw thrown;
    faults = thrown.faults;
  }
  answers.set(key, faults);
  return faults;
}
