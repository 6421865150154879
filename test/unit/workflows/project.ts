import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from './rules';
import { readWorkflow, type Workflow } from './workflow';

const root = join(__dirname, '../../..');
const folder = join(root, '.github/workflows');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** Paths that a build, another job or a failed run makes. */
const made = ['dist', 'dist/app', 'dist/release', 'release', 'release/app.zip'];

/** What the workflows are compared with, as it is in this project. */
export function thisProject(): Project {
  const { scripts, engines } = JSON.parse(read('package.json')) as {
    scripts: Record<string, string>;
    engines: { node: string };
  };
  const bicep = read('infra/main.bicep');
  return {
    scripts: Object.keys(scripts),
    exists: (path) => made.includes(path) || path.startsWith('/tmp/') || existsSync(join(root, path)),
    leastNode: Number(/^>=(\d+)/.exec(engines.node)?.[1]),
    azureNode: Number(/^param nodeVersion string = '(\d+)'/m.exec(bicep)?.[1]),
    outputs: [...bicep.matchAll(/^output (\w+) /gm)].map(([, name = '']) => name),
  };
}

/** All workflows of this project. */
export function theseWorkflows(): Workflow[] {
  return readdirSync(folder).map((file) => readWorkflow(file, readFileSync(join(folder, file), 'utf8')));
}
