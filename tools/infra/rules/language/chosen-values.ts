import { scenariosOf } from '../../deployment/scenarios';
import { findings, type Finding } from '../../finding';
import type { Folder } from '../../folder';
import { refusal } from './parameters';

const parameterValue = findings('parameter-value');

/** What the planned deployments are asked for with is what people choose: each file must take it. Parameter files have a rule of their own. */
export function chosenValueRules(folder: Folder): Finding[] {
  return scenariosOf(folder).flatMap(({ file, parameters }) =>
    (folder.files.get(file)?.parameters ?? []).flatMap((parameter) => {
      const refused = parameter.name in parameters ? refusal(parameter, parameters[parameter.name]) : undefined;
      const value = JSON.stringify(parameters[parameter.name]);
      return refused ? [parameterValue(parameter.at, `${parameter.name} must take ${value}`)] : [];
    }),
  );
}
