import { findings, type Finding } from '../../finding';
import type { Folder } from '../../folder';

const linter = findings('linter');

/**
 * The rules that the file must name, as the linter has them (Azure docs: Bicep linter). The compiler passes over a name
 * that it doesn't know, and a rule that is left out is a warning or off.
 */
const wanted: readonly string[] = [
  ...['adminusername-should-not-be-literal', 'artifacts-parameters', 'decompiler-cleanup'],
  ...['explicit-values-for-loc-params', 'max-outputs', 'max-params'],
  ...['max-resources', 'max-variables', 'no-conflicting-metadata'],
  ...['no-deployments-resources', 'no-hardcoded-env-urls', 'no-hardcoded-location'],
  ...['no-loc-expr-outside-params', 'no-unnecessary-dependson', 'no-unused-existing-resources'],
  ...['no-unused-params', 'no-unused-vars', 'outputs-should-not-contain-secrets'],
  ...['prefer-interpolation', 'prefer-unquoted-property-names', 'protect-commandtoexecute-secrets'],
  ...['secure-parameter-default', 'secure-params-in-nested-deploy', 'secure-secrets-in-params'],
  ...['simplify-interpolation', 'simplify-json-null', 'use-parent-property'],
  ...['use-resource-symbol-reference', 'use-safe-access', 'use-stable-resource-identifiers'],
  ...['use-stable-vm-image'],
];

/** Lines that tell the compiler something: of those, this folder has one kind. */
function directives({ texts }: Folder): Finding[] {
  const lines = [...texts].flatMap(([file, text]) =>
    file.endsWith('.bicep')
      ? text.split('\n').map((line, index) => ({ file, line: index + 1, text: line.trim() }))
      : [],
  );
  return lines
    .filter(({ text }) => text.startsWith('#') && !/^#disable-next-line( (BCP\d{3}|[a-z][a-z-]+))+$/.test(text))
    .map(({ file, line }) => linter({ file, line }, 'the compiler knows no such line: #disable-next-line and a rule'));
}

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
    ...directives(folder),
    ...wanted
      .filter((name) => !(name in rules))
      .map((name) => linter({ file, line: 1 }, `the rule ${name} is missing`)),
    ...Object.keys(rules)
      .filter((name) => !wanted.includes(name))
      .map((name) =>
        linter(placeOf(name), `the linter is not known to have a rule ${name} (tools/infra/rules/linter.ts)`),
      ),
    ...Object.entries(rules)
      .filter(([, { level }]) => level !== 'error')
      .map(([name, { level }]) => linter(placeOf(name), `${name} must be an error, not ${level}`)),
  ];
}
