import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { contoso } from './contoso/contoso';
import { fabrikam } from './fabrikam/fabrikam';
import type { SeedFile } from './seed/seed-file';
import { validateSeed } from './seed/validate';

/** Writes a seed in the format that the project's other JSON files have. */
async function write(file: string, seed: SeedFile): Promise<void> {
  writeFileSync(file, await format(JSON.stringify(validateSeed(seed)), { parser: 'json', printWidth: 120 }));
}

// Run from the project's folder.
if (require.main === module) {
  const file = (name: string) => join(process.cwd(), 'seeds', name);
  void Promise.all([write(file('contoso.json'), contoso()), write(file('fabrikam.json'), fabrikam())]);
}
