import type { BicepFile, Expression, Module, Place } from '../../bicep/model';
import { expressionsOf, objectIn, walk } from '../../bicep/walk';
import { findings, type Finding } from '../../finding';
import { pathFrom, type Folder } from '../../folder';
import { nearest } from '../../nearest';
import { allowedOf } from './parameters';
import { kindOf, literalKind } from './literal';

const modulePath = findings('module-path');
const moduleParameter = findings('module-parameter');
const moduleOutput = findings('module-output');
const unused = findings('unused');

function meant(name: string, names: readonly string[]): string {
  const similar = nearest(name, names);
  return similar ? `: did you mean ${similar}?` : '';
}

/** What is given to a module against what it declares. */
function given(module: Module, called: BicepFile): Finding[] {
  const object = objectIn(module.body);
  const params = object?.properties.find(({ name }) => name === 'params')?.value;
  const properties = params?.kind === 'object' ? params.properties : [];
  const names = called.parameters.map(({ name }) => name);
  const found = called.parameters
    .filter(({ name, default: usual }) => !usual && !properties.some((property) => property.name === name))
    .map(({ name }) => moduleParameter(module.at, `${called.path} needs the parameter ${name}: pass it`));
  for (const { name = '', value, at } of properties) {
    const parameter = called.parameters.find((one) => one.name === name);
    if (!parameter) {
      found.push(moduleParameter(at, `${called.path} has no parameter ${name}${meant(name, names)}`));
      continue;
    }
    const kind = literalKind(value);
    if (kind && kind !== kindOf(parameter.type)) {
      found.push(moduleParameter(at, `${name} of ${called.path} is of type ${parameter.type}, not ${kind}`));
    }
    const allowed = allowedOf(parameter);
    if (allowed && value.kind === 'literal' && !allowed.includes(value.value)) {
      found.push(moduleParameter(at, `${name} of ${called.path} may be ${allowed.join(', ')}`));
    }
  }
  return found;
}

/** A parameter that is handed on to a module as it is must be of the module's type. */
function handedOn(file: BicepFile, module: Module, called: BicepFile): Finding[] {
  const params = objectIn(module.body)?.properties.find(({ name }) => name === 'params')?.value;
  if (params?.kind !== 'object') return [];
  return params.properties.flatMap(({ name, value, at }) => {
    const from = value.kind === 'name' && file.parameters.find((one) => one.name === value.name);
    const to = called.parameters.find((one) => one.name === name);
    if (!from || !to || kindOf(from.type) === kindOf(to.type)) return [];
    return [
      moduleParameter(at, `${name} of ${called.path} is of type ${to.type}, and ${from.name} of type ${from.type}`),
    ];
  });
}

/** An output of a module, handed on as it is, must be of the type that is wanted. */
function outputTypes(file: BicepFile, module: Module, called: BicepFile, folder: Folder): Finding[] {
  const params = objectIn(module.body)?.properties.find(({ name }) => name === 'params')?.value;
  if (params?.kind !== 'object') return [];
  return params.properties.flatMap(({ name, value, at }) => {
    const read = outputRead(value);
    const from = read && file.modules.find((one) => one.name === read.module);
    const output = folder.files
      .get(from ? pathFrom(file.path, from.path) : '')
      ?.outputs.find((one) => one.name === read?.output);
    const to = called.parameters.find((one) => one.name === name);
    if (!output || !to || kindOf(output.type) === kindOf(to.type)) return [];
    return [
      moduleParameter(at, `${name} of ${called.path} is of type ${to.type}, and ${output.name} of type ${output.type}`),
    ];
  });
}

/** Members of an object that is handed to a module, which reads members of it and not that one. */
function unreadMembers(module: Module, called: BicepFile): Finding[] {
  const params = objectIn(module.body)?.properties.find(({ name }) => name === 'params')?.value;
  if (params?.kind !== 'object') return [];
  return params.properties.flatMap(({ name: parameter, value }) => {
    const read = value.kind === 'object' ? membersRead(called, parameter ?? '') : undefined;
    if (value.kind !== 'object' || !read) return [];
    const idle = value.properties.filter(({ name }) => name !== undefined && !read.has(name));
    return idle.map(({ name, at }) => unused(at, `${called.path} never reads ${parameter}.${name}`));
  });
}

/** The members that a file reads of a parameter; undefined where it also takes the whole of it. */
function membersRead(file: BicepFile, parameter: string): Set<string> | undefined {
  const members = new Set<string>();
  let whole = 0;
  for (const { expression } of expressionsOf(file)) {
    walk(expression, (of) => {
      if (of.kind === 'name' && of.name === parameter) whole += 1;
      if (of.kind !== 'member' || of.of.kind !== 'name' || of.of.name !== parameter) return;
      members.add(of.name);
      whole -= 1;
    });
  }
  return whole > 0 ? undefined : members;
}

/** The keys that the body of a module may have. */
const keys = new Set(['name', 'scope', 'params', 'dependsOn']);

function bodyKeys(module: Module): Finding[] {
  const properties = objectIn(module.body)?.properties ?? [];
  const unnamed = properties.some(({ name }) => name === 'name')
    ? []
    : [moduleParameter(module.at, `${module.name} needs a name, by which people find its deployment`)];
  const odd = properties.filter(({ name }) => name !== undefined && !keys.has(name));
  return [
    ...unnamed,
    ...odd.map(({ name = '', at }) =>
      moduleParameter(at, `a module takes name, scope, params and dependsOn, not ${name}`),
    ),
  ];
}

/** `module.outputs.name`, also of one of several (`module[0].outputs.name`). */
function outputRead(of: Expression): { module: string; output: string; at: Place } | undefined {
  if (of.kind !== 'member' || of.of.kind !== 'member' || of.of.name !== 'outputs') return undefined;
  const base = of.of.of.kind === 'index' ? of.of.of.of : of.of.of;
  return base.kind === 'name' ? { module: base.name, output: of.name, at: of.at } : undefined;
}

function outputsReadIn(file: BicepFile) {
  const reads: { module: string; output: string; at: Place }[] = [];
  for (const { expression } of expressionsOf(file)) {
    walk(expression, (of) => {
      const read = outputRead(of);
      if (read) reads.push(read);
    });
  }
  return reads;
}

/** Modules of a folder that exist, take what they are given and give what is read, and that are used. */
export function moduleRules(folder: Folder, entries: readonly string[]): Finding[] {
  const found: Finding[] = [];
  const usedFiles = new Set(entries);
  const usedOutputs = new Set<string>();
  for (const file of folder.files.values()) {
    const reads = outputsReadIn(file);
    for (const module of file.modules) {
      const path = pathFrom(file.path, module.path);
      const called = folder.files.get(path);
      usedFiles.add(path);
      if (!called) {
        found.push(modulePath(module.at, `there is no ${path}${meant(path, [...folder.files.keys()])}`));
        continue;
      }
      found.push(
        ...bodyKeys(module),
        ...given(module, called),
        ...unreadMembers(module, called),
        ...handedOn(file, module, called),
        ...outputTypes(file, module, called, folder),
      );
      for (const { output, at } of reads.filter((read) => read.module === module.name)) {
        usedOutputs.add(`${path} ${output}`);
        const names = called.outputs.map(({ name }) => name);
        if (!names.includes(output))
          found.push(moduleOutput(at, `${path} has no output ${output}${meant(output, names)}`));
      }
    }
  }
  for (const file of folder.files.values()) {
    if (!usedFiles.has(file.path)) {
      found.push(unused({ file: file.path, line: 1 }, 'no file calls this module: call it or remove it'));
    }
    if (entries.includes(file.path)) continue;
    for (const { name, at } of file.outputs) {
      if (!usedOutputs.has(`${file.path} ${name}`))
        found.push(unused(at, `nobody reads the output ${name}: remove it`));
    }
  }
  return found;
}
