import { settings, SettingsError } from '../config/settings';
import { GiveWay } from './give-way';

/** Seconds between two looks at settings that have faults: a request under way outlasts a night of them. */
const mendingSeconds = 600;

/** Gives way while settings have faults: a mistake in them must not fail the requests that are under way. */
export function needSettings(): void {
  try {
    settings();
  } catch (thrown) {
    throw thrown instanceof SettingsError ? new GiveWay(mendingSeconds) : thrown;
  }
}
