import { createHash } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RawPart } from './compact';

/** The npm package that carries Azure's resource type schemas. It is fetched when it is needed: it has 58 MB. */
export const schemaPackage = { name: '@azure/mcp-linux-x64', version: '2.0.5' } as const;
const integrity = 'sha512-0FX4fiv1yHAtGkvcBf0tp8agS50JyWAd0r5ebGQB3cGB+ANZYd7jFt+aQ8P60ZdckpG2xcAb1TlfOVDEtsGDqg==';

/** Fetches the package into a folder, unless it is there, and gives its program. Throws when it isn't the pinned one. */
export function schemaProgram(cache: string): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('The package with the schemas is for Linux on x64. What is committed in infra/schemas needs none.');
  }
  const { name, version } = schemaPackage;
  const folder = join(cache, `schemas-${version}`);
  const program = join(folder, 'package/dist/azmcp');
  if (existsSync(program)) return program;
  const unpacked = `${folder}.new`;
  rmSync(unpacked, { recursive: true, force: true });
  mkdirSync(unpacked, { recursive: true });
  const packed = execFileSync('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', unpacked], {
    encoding: 'utf8',
    cwd: unpacked,
  });
  const file = join(unpacked, packed.trim().split('\n').at(-1) ?? '');
  const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (found !== integrity) throw new Error(`${name}@${version} isn't the package that was pinned: ${found}`);
  execFileSync('tar', ['-xzf', file, '-C', unpacked]);
  rmSync(file);
  renameSync(unpacked, folder);
  return program;
}

/** What the program says of a resource type; undefined where it has no schema. It sends nothing home. */
export function schemaOf(program: string, type: string): RawPart[] | undefined {
  const run = spawnSync(program, ['bicepschema', 'get', '--resource-type', type], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, AZURE_MCP_COLLECT_TELEMETRY: 'false' },
  });
  if (run.error) throw run.error;
  const text = answerIn(run.stdout);
  if (text === undefined) return undefined;
  const answer = JSON.parse(text) as { results?: { BicepSchemaResult?: RawPart[] } };
  return answer.results?.BicepSchemaResult;
}

/** The JSON object that a program printed on lines of its own, among those of its log, which may come before and after. */
export function answerIn(printed: string): string | undefined {
  return /^\{$.*?^\}$/ms.exec(printed.replaceAll('\r\n', '\n'))?.[0];
}
