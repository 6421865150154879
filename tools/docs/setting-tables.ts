import { cloudNames, clouds, type CloudSettings } from '../../src/config/clouds';
import { describeSettings, type SettingDoc } from '../../src/config/describe-settings';
import { hostSettings, type When } from '../../src/config/host-settings';
import { code, table } from './markdown';

/** Every setting of the app's own code, by concern. */
export function settingTables(): string {
  const docs = describeSettings();
  return [...new Set(docs.map(({ group }) => group))]
    .map((group) => {
      const rows = docs.filter((doc) => doc.group === group);
      return `### ${group}\n\n${table(
        ['Setting', 'Default', 'Meaning'],
        rows.map((doc) => [code(doc.name), defaultOf(doc), doc.description]),
      )}`;
    })
    .join('\n\n');
}

function defaultOf({ name, required, default: value }: SettingDoc): string {
  if (required) return '**required**';
  if (name in clouds.AzureCloud) return 'of [the cloud](#clouds)';
  return value === undefined ? 'none' : code(value);
}

/** What the settings of the cloud are in each. */
export function cloudTable(): string {
  const names = Object.keys(clouds.AzureCloud) as (keyof CloudSettings)[];
  return table(
    ['Setting', ...cloudNames.map((name) => code(name))],
    names.map((name) => [code(name), ...cloudNames.map((cloud) => code(clouds[cloud][name]))]),
  );
}

const whenTexts: Record<When, string> = {
  always: 'in Azure',
  durableTaskScheduler: 'in Azure, with the Durable Task Scheduler',
  signIn: 'in Azure, with a registration for the sign-in',
  local: 'on a machine of your own',
};

/** Every setting that the host and libraries read. */
export function hostSettingTable(): string {
  return table(
    ['Setting', 'Read by', 'Set', 'Meaning'],
    hostSettings.map(({ name, readBy, when, sample, meaning }) => [
      ...[code(name), readBy],
      sample && when !== 'local' ? `${whenTexts[when]}, and ${whenTexts.local}` : whenTexts[when],
      meaning,
    ]),
  );
}
