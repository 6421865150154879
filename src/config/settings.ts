import { z } from 'zod';
import { cloudDefaults } from './clouds';
import { approval, limits } from './groups/rules';
import { schedules, signIn, telemetry, waiting } from './groups/running';
import { appStorage, certificate, cloud, identities } from './groups/places';

/** Every setting that the app's own code reads, by concern. Names are app settings (environment variables). */
export const settingGroups = {
  'App storage': appStorage,
  Identities: identities,
  Cloud: cloud,
  Certificate: certificate,
  Approval: approval,
  Limits: limits,
  Waiting: waiting,
  Schedules: schedules,
  'Telemetry of workspaces': telemetry,
  'Sign-in': signIn,
};

const schema = z.object({
  ...{ ...appStorage, ...identities, ...cloud, ...certificate, ...approval },
  ...{ ...limits, ...waiting, ...schedules, ...telemetry, ...signIn },
});

/** All settings, typed and with defaults. */
export type Settings = z.infer<typeof schema>;

/** What is wrong with a setting, and what to write. Never quotes the value. */
export interface SettingFault {
  name: string;
  problem: string;
}

/** Thrown where a setting is needed while some have faults. */
export class SettingsError extends Error {
  constructor(readonly faults: readonly SettingFault[]) {
    const lines = faults.map(({ name, problem }) => `- ${name}: ${problem}`);
    super(`These app settings must be mended before the app can work:\n${lines.join('\n')}`);
    this.name = 'SettingsError';
  }
}

/** Reads the settings from an environment. Throws a SettingsError that lists every fault. */
export function parseSettings(env: NodeJS.ProcessEnv): Settings {
  // An empty setting is one that isn't set; as a number it would be 0.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse({ ...cloudDefaults(given.CLOUD), ...given });
  const faults = [
    ...(result.error?.issues ?? []).map(({ path, message }) => ({ name: path.join('.'), problem: message })),
    ...faultsBetween(given),
  ];
  if (!result.success || faults.length > 0) throw new SettingsError(faults);
  return result.data;
}

/** Faults of several settings together. */
function faultsBetween(given: NodeJS.ProcessEnv): SettingFault[] {
  const faults: SettingFault[] = [];
  if (given.CERTIFICATE_KEY_ID && given.CERTIFICATE_KEY_FILE) {
    const problem = 'is set beside CERTIFICATE_KEY_ID; only one key can sign: remove one of the two';
    faults.push({ name: 'CERTIFICATE_KEY_FILE', problem });
  }
  if (given.RequestStorage) {
    const problem =
      'is a connection string, with a key in it; remove it: RequestStorage__queueServiceUri and RequestStorage__credential need none';
    faults.push({ name: 'RequestStorage', problem });
  }
  return faults;
}

let cached: Settings | undefined;

/** The settings of this process, read once. Throws a SettingsError while they have faults. */
export function settings(): Settings {
  return (cached ??= parseSettings(process.env));
}

/** What is wrong with the settings of this process; empty when nothing is. */
export function settingFaults(): readonly SettingFault[] {
  try {
    settings();
    return [];
  } catch (thrown) {
    if (thrown instanceof SettingsError) return thrown.faults;
    throw thrown;
  }
}
