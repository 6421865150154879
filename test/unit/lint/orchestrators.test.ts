import { spawnSync } from 'node:child_process';

const script = `
  const { ESLint } = require('eslint');
  const texts = JSON.parse(process.argv[1]);
  (async () => {
    const lint = new ESLint();
    const answers = [];
    for (const text of texts) {
      const [result] = await lint.lintText(text, { filePath: 'src/orchestrators/wait.ts' });
      answers.push(result.messages.map((message) => message.ruleId));
    }
    console.log(JSON.stringify(answers));
  })();
`;

/** The rules that texts break where an orchestrator stands. In one process of its own: ESLint loads its own modules. */
function rulesBrokenBy(texts: readonly string[]): string[][] {
  const run = spawnSync(process.execPath, ['-e', script, JSON.stringify(texts)], {
    encoding: 'utf8',
    // In CI the parser would take the files as they are on disk, and not the texts that it is given.
    env: { ...process.env, TSESTREE_SINGLE_RUN: 'false' },
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as string[][];
}

const imports = '@typescript-eslint/no-restricted-imports';
const refused: [what: string, text: string, rule: string][] = [
  ['the time', 'export const now = new Date();', 'no-restricted-syntax'],
  ['the time in numbers', 'export const now = Date.now();', 'no-restricted-syntax'],
  ['chance', 'export const dice = Math.random();', 'no-restricted-syntax'],
  ['the environment', 'export const x = process.env.X;', 'no-restricted-syntax'],
  ['promises', 'export async function later() { await Promise.resolve(); }', 'no-restricted-syntax'],
  ['retries that end by time', 'export const o = { retryTimeoutInMilliseconds: 1 };', 'no-restricted-syntax'],
  ['timers of the process', 'setTimeout(() => undefined, 1);', 'no-restricted-globals'],
  ['Node built-ins', "export { readFile } from 'node:fs';", imports],
  ['SDKs', "export { BlobServiceClient } from '@azure/storage-blob';", imports],
  ['activities', "export { freezePlan } from '../activities/freeze-plan';", imports],
  ['settings', "export { settings } from '../config/settings';", imports],
];
const taken =
  "import type { FrozenPlan } from '../activities/freeze-plan';\n" +
  'export const at = (plan: FrozenPlan, time: number) => [plan, new Date(time)];';

describe('lint keeps orchestrators deterministic', () => {
  let broken: string[][];
  beforeAll(() => {
    broken = rulesBrokenBy([...refused.map(([, text]) => text), taken]);
  });

  it.each(refused.map(([what, , rule], index) => [what, rule, index] as const))('refuses %s', (_what, rule, index) => {
    expect(broken[index]).toContain(rule);
  });

  it('takes types of activities, and dates made from what the engine gives', () => {
    expect(broken.at(-1)).toEqual([]);
  });
});
