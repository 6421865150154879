import { readOptions, usage, type Options } from './options';
import { fuzz } from './run';

async function main(): Promise<number> {
  let options: Options;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (thrown) {
    console.error(`${(thrown as Error).message}\n\n${usage}`);
    return 2;
  }
  console.log(`seed ${options.seed}, ${options.cases} cases`);
  const { cases, findings } = await fuzz(options, console.log);
  for (const finding of findings) console.log(`FOUND ${finding}`);
  console.log(`${cases} cases, ${findings.length} findings, seed ${options.seed}`);
  return findings.length === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
