import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Folder } from '../folder';
import { folderReader, textsBelow } from '../folder';
import type { Plan } from '../deployment/planned';
import { plansOf } from '../deployment/scenarios';
import { distinct, findingText } from '../finding';
import { misfitsOf } from '../rules/resources/schema';
import { compact } from './compact';
import { schemaOf, schemaPackage, schemaProgram } from './package';
import { readSchemas, schemaFile } from './read';
import type { Schema, Schemas } from './schema';

const root = join(__dirname, '../../../..');
const source = `${schemaPackage.name} ${schemaPackage.version}`;

/** The shapes that what is planned was compared with: only these are kept. */
function pruned(schema: Schema, plans: readonly Plan[]): Schema {
  const visited = new Set([schema.shape]);
  for (const resource of plans.flatMap(({ resources }) => resources).filter(({ type }) => type === schema.type)) {
    misfitsOf(resource, schema, (shape) => visited.add(shape));
  }
  const shapes = Object.fromEntries(Object.entries(schema.shapes).filter(([name]) => visited.has(name)));
  return { ...schema, shapes };
}

async function writtenAs(path: string, schema: Schema): Promise<string> {
  return format(JSON.stringify(schema), { ...(await resolveConfig(path)), filepath: path });
}

/** The types that the folder uses, once each. */
function typesIn(folder: Folder): string[] {
  const types = [...folder.files.values()].flatMap(({ resources }) => resources.map(({ type }) => type));
  return [...new Set(types)].sort();
}

/** One line about a type, and whether it counts as a fault. */
async function compare(
  type: string,
  program: string,
  committed: Schemas,
  plans: readonly Plan[],
  update: boolean,
): Promise<{ line: string; wrong: boolean }> {
  const own = committed.get(type);
  const parts = schemaOf(program, type);
  if (!parts) {
    const line = own
      ? `not checked: ${type}: the package has no schema; ${own.source}`
      : `unknown: ${type}: write its schema by hand`;
    return { line, wrong: !own };
  }
  const fresh = compact(type, source, parts);
  const small = pruned(fresh, plans);
  const path = join(root, 'infra/schemas', schemaFile(type));
  const stale = JSON.stringify(own) !== JSON.stringify(small);
  if (stale && update) writeFileSync(path, await writtenAs(path, small));
  const resources = plans.flatMap((plan) => plan.resources).filter((resource) => resource.type === type);
  const faults = distinct(resources.flatMap((resource) => misfitsOf(resource, fresh)));
  for (const fault of faults) console.log(findingText(fault));
  if (stale)
    return { line: `${update ? 'written' : 'stale'}: ${type}@${fresh.version}`, wrong: !update || faults.length > 0 };
  return { line: `right: ${type}@${fresh.version}`, wrong: faults.length > 0 };
}

/** Checks infra/ against the schemas in the npm package, or writes infra/schemas from them (`--update`). */
async function main(): Promise<void> {
  const update = process.argv.includes('--update');
  const infra = join(root, 'infra');
  const folder = (await folderReader())(textsBelow(infra));
  const plans = plansOf(folder);
  const committed = readSchemas(join(infra, 'schemas'));
  const program = schemaProgram(join(root, '.local'));
  for (const type of typesIn(folder)) {
    const { line, wrong } = await compare(type, program, committed, plans, update);
    console.log(line);
    if (wrong) process.exitCode = 1;
  }
  for (const type of committed.keys()) {
    if (!typesIn(folder).includes(type)) {
      console.log(`unused: ${type}: remove infra/schemas/${schemaFile(type)}`);
      process.exitCode = 1;
    }
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 2;
});
