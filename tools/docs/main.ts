import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { pages } from './pages';

/** Writes the generated pages; with `--check` it only says which are stale, and ends with exit code 1 if any is. */
async function main(): Promise<void> {
  const check = process.argv.includes('--check');
  const docs = join(__dirname, '../../../docs');
  const read = (file: string) => readFileSync(join(docs, file), 'utf8');
  let stale = 0;
  for (const { file, text } of pages(read)) {
    const path = join(docs, file);
    const wanted = await format(text, { ...(await resolveConfig(path)), filepath: path });
    if (existsSync(path) && read(file) === wanted) continue;
    stale += 1;
    if (!check) writeFileSync(path, wanted);
    console.log(`${check ? 'stale' : 'written'}: docs/${file}`);
  }
  if (check && stale > 0) {
    console.error('Run `npm run docs` and commit what it writes.');
    process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
