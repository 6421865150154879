import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionInputs } from './action-inputs';
import { seededFaults } from './seeded-faults';
import { thisProject, theseWorkflows } from './project';
import { disagreements, findings, rules } from './rules';
import { actionsOf, readWorkflow, type Workflow } from './workflow';

const workflows = theseWorkflows();
const project = thisProject();

/** A workflow after a change of its text, which must be there to be changed. */
function changed(file: string, from: string | RegExp, to: string): Workflow {
  const text = workflows.find((workflow) => workflow.file === file)?.text ?? '';
  const after = text.replace(from, to);
  if (after === text) throw new Error(`${file} has nothing like ${from}.`);
  return readWorkflow(file, after);
}

describe('the workflows', () => {
  it.each(workflows.map((workflow) => [workflow.file, workflow] as const))('%s keeps the rules', (_file, workflow) => {
    expect(findings(workflow, project)).toEqual([]);
  });

  it('use one version of each action', () => {
    expect(disagreements(workflows)).toEqual([]);
    const other = changed('codeql.yml', /(actions\/checkout@)\w{4}/, '$10000');
    expect(disagreements([...workflows, other])).toHaveLength(1);
  });

  it('use each action whose inputs are listed', () => {
    const used = workflows.flatMap((workflow) =>
      actionsOf(workflow).map(({ action, version }) => `${action}@${version?.split('.')[0]}`),
    );
    expect(Object.keys(actionInputs).filter((action) => !used.includes(action))).toEqual([]);
  });

  it('name the files that the release tool writes', () => {
    const tool = readFileSync(join(__dirname, '../../../tools/release/main.ts'), 'utf8');
    const release = workflows.find(({ file }) => file === 'release.yml')?.text ?? '';
    for (const file of ['sbom.cdx.json', 'SHA256SUMS', 'notes.md', '.zip']) {
      expect(tool).toContain(file);
      expect(release).toContain(file);
    }
  });
});

describe('a seeded fault', () => {
  it.each(seededFaults)('is found by "%s": %s %s → %s', (rule, file, from, to) => {
    const found = findings(changed(file, from, to), project);
    expect([...new Set(found.map((finding) => finding.split(':')[0]))]).toEqual([rule]);
  });

  it('is seeded for each rule', () => {
    expect(new Set(seededFaults.map(([rule]) => rule))).toEqual(new Set(Object.keys(rules)));
  });
});

describe('actionlint', () => {
  /** What actionlint says of each text. */
  function lint(files: readonly Workflow[]): string[][] {
    const input = JSON.stringify(files.map(({ file, text }) => ({ file, text })));
    const run = spawnSync(process.execPath, [join(__dirname, 'run-actionlint.js')], { encoding: 'utf8', input });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout) as string[][];
  }

  it('finds nothing, and would find what these rules leave to it', () => {
    const faulty = [
      changed('deploy.yml', 'needs: fetch', 'needs: fetched'),
      changed('deploy-environment.yml', 'inputs.runner }}', 'inputs.runners }}'),
      changed('ci.yml', 'matrix.node }}', 'matrix.nodes }}'),
      changed('ci.yml', 'fail-fast', 'failfast'),
    ];
    const answers = lint([...workflows, ...faulty]);
    expect(answers.slice(0, workflows.length).flat()).toEqual([]);
    expect(answers.slice(workflows.length).map((found) => found[0])).toEqual([
      expect.stringContaining('needs job "fetched"'),
      expect.stringContaining('property "runners" is not defined'),
      expect.stringContaining('property "nodes" is not defined'),
      expect.stringContaining('unexpected key "failfast"'),
    ]);
  });
});
