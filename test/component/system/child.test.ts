import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const childModule = join(__dirname, '../../../dist/local/system/child.js');

/** A program that starts a child: `body` is what the child does. The first prints the child's process id. */
const starter = (dir: string, body: string) => `
  const { startChild, readyEvent } = require(${JSON.stringify(childModule)});
  const child = ${JSON.stringify(`${body}; setInterval(() => {}, 1000); console.log('{"event":"ready"}');`)};
  startChild({ name: 'The child', args: ['-e', child], logFile: ${JSON.stringify(join(dir, 'log'))}, ready: readyEvent })
    .then(({ process: { pid } }) => console.log(pid));
`;

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a child process', () => {
  let dir: string;
  beforeAll(async () => (dir = await mkdtemp(join(tmpdir(), 'child-test-'))));
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it.each([
    ['a SIGTERM would end', ''],
    ['ends in its own time when asked', "process.on('SIGTERM', () => setTimeout(() => process.exit(0), 100))"],
  ])('that %s ends when the one that started it was killed', async (_, body) => {
    const parent = spawn(process.execPath, ['-e', starter(dir, body)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((done) =>
      parent.stdout.once('data', (chunk: Buffer) => done(Number(chunk.toString()))),
    );
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    for (const end = Date.now() + 15_000; isAlive(pid) && Date.now() < end;)
      await new Promise((r) => setTimeout(r, 50));
    const left = isAlive(pid);
    if (left) process.kill(pid, 'SIGKILL');
    expect(left).toBe(false);
  });
});
