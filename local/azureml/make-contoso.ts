import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { contoso } from './contoso/contoso';
import { validateSeed } from './seed/validate';

/** Writes the seed in the format that the project's other JSON files have. */
export async function writeContoso(file: string): Promise<void> {
  writeFileSync(file, await format(JSON.stringify(validateSeed(contoso())), { parser: 'json', printWidth: 120 }));
}

// Run from the project's folder.
if (require.main === module) void writeContoso(join(process.cwd(), 'seeds', 'contoso.json'));
