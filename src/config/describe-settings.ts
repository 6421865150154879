import type { z } from 'zod';
import { clouds } from './clouds';
import { settingGroups, type Settings } from './settings';

/**
 * How the deployment (infra/) treats a setting: it always sets it; it sets it where an operator says so; the platform
 * sets it; or it is for a developer's machine.
 */
export type Provision = 'always' | 'by choice' | 'platform' | 'local';

/** One documented setting. */
export interface SettingDoc {
  name: keyof Settings;
  /** The concern that it belongs to. */
  group: string;
  description: string;
  /** As it would be written; none where it has none, or where `CLOUD` decides. */
  default?: string;
  /** Whether the app can't work without it. */
  required: boolean;
  provision: Provision;
  /** Whether local.settings.sample.json has it. */
  sample: boolean;
}

type Field = z.ZodType<string | number | boolean | string[] | undefined>;

/** Those that the deployment doesn't leave to the operator. */
const provisions: Partial<Record<keyof Settings, Provision>> = {
  RequestStorage__blobServiceUri: 'always',
  RequestStorage__clientId: 'always',
  READER_CLIENT_ID: 'always',
  ERASER_CLIENT_ID: 'always',
  CLOUD: 'always',
  CERTIFICATE_KEY_ID: 'always',
  CERTIFICATE_KEY_FILE: 'local',
  FOLLOW_UP_SCHEDULE: 'always',
  SWEEP_SCHEDULE: 'always',
  RECONCILE_SCHEDULE: 'always',
  WEBSITE_AUTH_ENABLED: 'platform',
};

/** Those without which `func start` can't start the app, or nobody could call it. */
const inSample: ReadonlySet<keyof Settings> = new Set([
  ...(['RequestStorage__blobServiceUri', 'WEBSITE_AUTH_ENABLED'] as const),
  ...(['FOLLOW_UP_SCHEDULE', 'SWEEP_SCHEDULE', 'RECONCILE_SCHEDULE'] as const),
]);

/** The settings with their descriptions, for the documentation and the checks of the deployment. */
export function describeSettings(): SettingDoc[] {
  return Object.entries(settingGroups).flatMap(([group, fields]) =>
    Object.entries<Field>(fields).map(([key, field]) => {
      const name = key as keyof Settings;
      const parsed = field.safeParse(undefined);
      const value = parsed.success && parsed.data !== undefined ? String(parsed.data) : undefined;
      return {
        ...{ name, group, description: field.description ?? '', default: value },
        required: !parsed.success && !(name in clouds.AzureCloud),
        provision: provisions[name] ?? 'by choice',
        sample: inSample.has(name),
      };
    }),
  );
}
