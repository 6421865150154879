import type { Tree } from 'web-tree-sitter';
import { decoratorsOf, moduleOf, outputOf, parameterOf, resourceOf, variableOf } from './declarations';
import { partsOf, placeOf } from './expression';
import type { BicepFile, Decorator } from './model';
import { syntaxFaults } from './syntax';

/** What a parsed file says, as plain values. The file may have errors of syntax: what could be read is there. */
export function readBicep(text: string, path: string, parse: (text: string) => Tree): BicepFile {
  const tree = parse(text);
  const source = { path, parse };
  const file: BicepFile = {
    path,
    scope: 'resourceGroup',
    parameters: [],
    variables: [],
    resources: [],
    modules: [],
    outputs: [],
    faults: syntaxFaults(tree.rootNode, path),
  };
  let decorators: Decorator[] = [];
  for (const node of partsOf(tree.rootNode)) {
    switch (node.type) {
      case 'decorators':
        decorators = decoratorsOf(node, source);
        continue;
      case 'target_scope_assignment':
        file.scope = partsOf(node)[0]?.text.replace(/'/g, '') ?? '';
        break;
      case 'parameter_declaration':
        file.parameters.push(parameterOf(node, decorators, source));
        break;
      case 'variable_declaration':
        file.variables.push(variableOf(node, decorators, source));
        break;
      case 'resource_declaration':
        file.resources.push(resourceOf(node, decorators, source));
        break;
      case 'module_declaration':
        file.modules.push(moduleOf(node, decorators, source));
        break;
      case 'output_declaration':
        file.outputs.push(outputOf(node, decorators, source));
        break;
      default:
        if (!node.hasError) file.faults.push({ at: placeOf(node, source), message: `${node.type} is not known here` });
    }
    decorators = [];
  }
  return file;
}
