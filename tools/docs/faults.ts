import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { code, table } from './markdown';

/** A case of the fault matrix with what its test saw, as `test/e2e/faults/results.json` has it. */
interface FaultRow {
  where: string;
  what: string;
  /** The state of the request, then its gaps and the items that stayed, as codes. */
  seen: readonly string[];
}

/** The fault matrix with its results. Read from the project, not from the build: a test writes and compares them. */
export function faultRows(): string {
  const file = join(__dirname, '../../../test/e2e/faults/results.json');
  const rows = JSON.parse(readFileSync(file, 'utf8')) as FaultRow[];
  return table(
    ['Where', 'What happens', 'State', 'Gaps and what stayed'],
    rows.map(({ where, what, seen: [state, ...rest] }) => [where, what, code(state), rest.map(code).join('<br>')]),
  );
}
