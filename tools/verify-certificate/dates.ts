import type { JsonObject } from './canonical';
import type { Placed } from './recount';

/** Stage and date follow from what can still be restored. Gives what doesn't fit, by its JSON pointer. */
export function dateFaults(certificate: JsonObject, lines: readonly Placed[]): string[] {
  const { stage, irrecoverableOn, issue } = certificate;
  const erased = lines.filter(({ line }) => line.step === 'erase');
  const open = erased.filter(({ line }) => line.outcome === 'soft_deleted' || line.outcome === 'pending');
  if (stage === 'irrecoverable')
    return open.map(({ place, line }) => `/stage: irrecoverable, but ${place} says ${line.outcome}`);
  if (stage === undefined)
    return issue === 1 ? open.map(({ place, line }) => `/stage: missing, but ${place} says ${line.outcome}`) : [];

  const hidden = open.filter(({ line }) => line.outcome === 'soft_deleted');
  const dates = hidden.map(({ line }) => Date.parse(line.until ?? ''));
  // The date of what Azure carries out stands in no line, and what it has taken on may be said to have failed.
  const elsewhere = erased.some(({ line }) => line.outcome === 'pending' || line.outcome === 'failed');
  if (open.length === 0 && !elsewhere) return ['/stage: inaccessible, but no line says what can be restored'];
  if (irrecoverableOn === undefined)
    return elsewhere || dates.some(Number.isNaN) ? [] : ['/irrecoverableOn: missing, but every line has its date'];
  const said = Date.parse(irrecoverableOn as string);
  const faults = hidden.flatMap(({ place }, index) => {
    const date = dates[index] ?? NaN;
    if (Number.isNaN(date)) return [`/irrecoverableOn: ${place} has no date`];
    return date > said ? [`/irrecoverableOn: earlier than what ${place} says`] : [];
  });
  const late = !elsewhere && !dates.some((date) => date >= said);
  return late ? [...faults, '/irrecoverableOn: later than what any line says'] : faults;
}
