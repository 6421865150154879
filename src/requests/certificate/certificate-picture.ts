import { html, type Html } from '../html';
import type { Outcome } from '../outcomes';
import type { Certificate } from './certificate';

/** What the picture tells apart, in the order of a bar; each has a pattern of its own, since pages are printed grey. */
const groups = [
  { name: 'gone', label: 'erased', outcomes: ['deleted', 'already_absent'] },
  { name: 'hidden', label: 'recoverable for a while', outcomes: ['soft_deleted', 'pending'] },
  { name: 'kept', label: 'kept by rule', outcomes: ['archived_only', 'shared_skipped', 'out_of_scope'] },
  {
    name: 'gap',
    label: 'blocked or not done',
    outcomes: ['blocked', 'in_use', 'weak_match', 'drifted', 'new_since_plan', 'cancelled', 'failed'],
  },
] as const satisfies readonly { name: string; label: string; outcomes: readonly Outcome[] }[];

/** Style of the bars: a colour and a pattern for each group. */
export const pictureStyle = `
  .bars { display: grid; grid-template-columns: max-content 1fr max-content; gap: 0.25em 0.8em; align-items: center; }
  .bars .bar { height: 1.1em; border: 1px solid #555; background: none; }
  .bars .bar span, .key i { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .key i { display: inline-block; width: 1.6em; height: 0.9em; border: 1px solid #555; margin: 0 0.3em 0 1em; vertical-align: -0.1em; }
  .key i:first-child { margin-left: 0; }
  .p-gone { background: #1a6b34; }
  .p-hidden { background: repeating-linear-gradient(45deg, #d9a400 0 4px, #fff3c4 4px 8px); }
  .p-kept { background: radial-gradient(#3c5a80 1.5px, transparent 1.6px) 0 0 / 6px 6px, #dbe6f3; }
  .p-gap { background: repeating-linear-gradient(90deg, #a02020 0 2px, #fff 2px 5px); }
`;

/** A stacked bar for each type: what is erased, recoverable, kept, or blocked. Blobs count where there are any. */
export function picture({ results: { items, blobs } }: Certificate): Html | undefined {
  const types = [...new Set([...Object.keys(items.erase), ...Object.keys(blobs.erase)])].sort();
  if (types.length === 0) return undefined;
  return html`<p class="key">${groups.map(({ name, label }) => html`<i class="p-${name}"></i>${label}`)}</p>
    <div class="bars" role="img" aria-label="What became of each type; the table below has the numbers">
      ${types.map((type) => bar(type, countsOf(items.erase[type], blobs.erase[type])))}
    </div>`;
}

function countsOf(
  items: Certificate['results']['items']['erase'][string] = {},
  blobs: Certificate['results']['blobs']['erase'][string] = {},
): number[] {
  const count = (outcome: Outcome) => (items[outcome] ?? 0) + (blobs[outcome]?.blobs ?? 0);
  return groups.map(({ outcomes }) => outcomes.reduce((sum: number, outcome) => sum + count(outcome), 0));
}

function bar(type: string, counts: readonly number[]): Html {
  const total = counts.reduce((sum, count) => sum + count, 0) || 1;
  const parts = counts.map((count, index) => ({ count, name: groups[index]?.name, label: groups[index]?.label }));
  const shown = parts.filter(({ count }) => count > 0);
  return html`<span>${type}</span>
    <div class="bar">
      ${shown.map(
        // What is small must be seen all the same: that is what a reader looks for.
        ({ count, name }) =>
          html`<span class="p-${name}" style="flex:${count} 0 auto;min-width:${widthOf(count, total)}"></span>`,
      )}
    </div>
    <span class="n">${shown.map(({ count, label }) => `${count} ${label}`).join(', ')}</span>`;
}

function widthOf(count: number, total: number): string {
  return count / total < 0.03 ? '0.5em' : '0';
}
