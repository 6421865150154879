import { findings, type Finding } from '../finding';
import type { Folder } from '../folder';

const linter = findings('linter');

/** The real compiler, where there is one, takes each of the linter's rules that are named for an error. */
export function linterRules(folder: Folder): Finding[] {
  const file = 'bicepconfig.json';
  const { analyzers } = (folder.json.get(file) ?? {}) as {
    analyzers?: { core?: { enabled?: boolean; rules?: Record<string, { level?: string }> } };
  };
  const lines = (folder.texts.get(file) ?? '').split('\n');
  const placeOf = (name: string) => ({
    file,
    line: Math.max(1, lines.findIndex((line) => line.includes(`"${name}"`)) + 1),
  });
  const { enabled, rules = {} } = analyzers?.core ?? {};
  return [
    ...(enabled === true && Object.keys(rules).length > 0 ? [] : [linter({ file, line: 1 }, 'the linter is off')]),
    ...Object.entries(rules)
      .filter(([, { level }]) => level !== 'error')
      .map(([name, { level }]) => linter(placeOf(name), `${name} must be an error, not ${level}`)),
  ];
}
