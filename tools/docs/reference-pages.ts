import { errorTable } from '../../src/errors';
import { outcomeTable } from '../../src/requests/outcomes';
import { isTerminal, requestStates } from '../../src/requests/states';
import { gapCodes, stateMeanings } from './meanings';
import { code, table } from './markdown';

/** Every error of the HTTP routes and of refused messages. */
export function errorRows(): string {
  return table(
    ['Code', 'Status', 'Meaning', 'What to do'],
    Object.entries(errorTable).map(([name, row]) => [code(name), String(row.status), row.title, row.action]),
  );
}

/** Every outcome of an item or a blob. */
export function outcomeRows(): string {
  return table(
    ['Outcome', 'Gap', 'Meaning'],
    Object.entries(outcomeTable).map(([name, { gap, text }]) => [code(name), gap ? 'yes' : 'no', text]),
  );
}

/** Every state of a request. */
export function stateRows(): string {
  return table(
    ['State', 'Final', 'Meaning'],
    requestStates.map((state) => [code(state), isTerminal(state) ? 'yes' : 'no', stateMeanings[state]]),
  );
}

/** Every code that a gap can have. */
export function gapRows(): string {
  return table(
    ['Code', 'Meaning'],
    Object.entries(gapCodes).map(([name, text]) => [code(name), text]),
  );
}
