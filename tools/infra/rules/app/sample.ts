import { lineOf, memberAt, membersOf, rootFiles, type Code } from '../../code';
import { findings, type Finding } from '../../finding';
import { faultsOf, secrets } from './app-answers';

const missing = findings('missing-setting');
const setting = findings('setting');
const settingValue = findings('setting-value');
const file = rootFiles.sample;

/** Settings whose text is the same on every developer's machine. */
const fixed: Readonly<Record<string, string>> = {
  FUNCTIONS_WORKER_RUNTIME: 'node',
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  WEBSITE_AUTH_ENABLED: 'true',
};

/** The values: texts, as the app takes them, without a secret, and two services at two addresses. */
function values(code: Code, given: Readonly<Record<string, unknown>>): Finding[] {
  const at = (name: string) => ({ file, line: lineOf(code, file, name) });
  const texts = Object.entries(given).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  const odd = Object.keys(given).filter((name) => typeof given[name] !== 'string');
  const ends = texts.filter(([name]) => name.endsWith('ServiceUri'));
  const own = code.settings.map(({ name }) => String(name));
  return [
    ...odd.map((name) => settingValue(at(name), `${name} must be a text: Core Tools read no other values`)),
    ...texts
      .filter(([name, text]) => fixed[name] !== undefined && fixed[name] !== text)
      .map(([name]) => settingValue(at(name), `${name} must be ${fixed[name]}`)),
    ...texts
      .filter(([, text]) => secrets.test(text))
      .map(([name]) => findings('secret')(at(name), `${name} holds a secret: the sample is for everybody`)),
    ...ends
      .filter(([, text], index) => ends.findIndex(([, other]) => other === text) < index)
      .map(([name]) => settingValue(at(name), `${name} is the address of another service`)),
    ...faultsOf(Object.fromEntries(texts))
      .filter(({ name }) => own.includes(name) && name in given)
      .map(({ name, problem }) => settingValue(at(name), `${name}: ${problem}`)),
  ];
}

/** local.settings.sample.json has what `func start` needs and nothing that nobody reads. */
export function sampleRules(code: Code): Finding[] {
  if (code.sample === undefined) return [];
  const given = membersOf(memberAt(code.sample, 'Values'));
  const wanted = [...code.settings, ...code.hostSettings]
    .filter(({ sample }) => sample)
    .map(({ name }) => String(name));
  const plain =
    memberAt(code.sample, 'IsEncrypted') === false && typeof memberAt(code.sample, 'Values') === 'object'
      ? []
      : [setting({ file, line: 1 }, 'must have IsEncrypted false, and Values: Core Tools read nothing else')];
  return [
    ...plain,
    ...wanted
      .filter((name) => !(name in given))
      .map((name) => missing({ file, line: 1 }, `${name} is needed by func start`)),
    ...Object.keys(given)
      .filter((name) => !wanted.includes(name))
      .map((name) =>
        setting(
          { file, line: lineOf(code, file, name) },
          `${name} is not in the tables of settings for the sample (src/config)`,
        ),
      ),
    ...values(code, given),
  ];
}
