import { html, humanBytes, type Html } from '../html';
import { outcomeTable } from '../outcomes';
import type { Certificate } from './certificate';

/** Kept items on the page; the outcome documents have all. */
const keptLimit = 100;

/** Where the reason says more than the outcome, or the outcome's words would not be true of it. */
const reasonWords: Readonly<Record<string, string>> = {
  versions_remain: 'kept: other versions of it remain',
  bytes_shared_record_archived: 'record archived; its bytes stay, for they also belong to something outside the plan',
  package_limit: 'kept: the package has no room for it, and nothing is erased that could not be exported',
  part_shares_bytes: 'kept: something below it shares bytes with something outside the plan',
};

/** What is still there, and why. */
export function kept(certificate: Certificate): Html | undefined {
  const { kept: items, keptCount } = certificate.results;
  if (keptCount === 0) return undefined;
  return html`<h2>Not erased</h2>
    <p>
      ${keptCount} in all${keptCount > keptLimit ? `, the first ${keptLimit} here` : ''}. Marks stand for items; the
      plan and the restricted outcome documents name them.
    </p>
    <table>
      <tr>
        <th>Type</th>
        <th>Mark</th>
        <th>Outcome</th>
        <th>Why</th>
        <th>Until</th>
      </tr>
      ${items.slice(0, keptLimit).map(
        (item) =>
          html`<tr>
            <td>${item.type}</td>
            <td><code title="${item.mark}">${item.mark.slice(0, 16)}</code></td>
            <td class="w">${item.outcome.replaceAll('_', ' ')}</td>
            <td>
              ${reasonWords[item.reason ?? ''] ?? outcomeTable[item.outcome].text}${item.reason && ` (${item.reason})`}
            </td>
            <td class="w">${item.until?.slice(0, 10)}</td>
          </tr>`,
      )}
    </table>`;
}

/** Items of whose blobs something is left, whatever became of the items themselves. */
export function residual(certificate: Certificate): Html | undefined {
  const { residual: entries, residualCount } = certificate.results;
  if (residualCount === 0) return undefined;
  return html`<h2>Blobs that are left</h2>
    <p>
      Of ${residualCount} items${residualCount > keptLimit ? `, the first ${keptLimit} here` : ''} some blobs are still
      there or can be restored.
    </p>
    <table>
      <tr>
        <th>Type</th>
        <th>Mark of the item</th>
        <th>Outcome</th>
        <th class="n">Blobs</th>
        <th class="n">Size</th>
        <th>Until</th>
      </tr>
      ${entries.slice(0, keptLimit).map(
        (entry) =>
          html`<tr>
            <td>${entry.type}</td>
            <td><code title="${entry.mark}">${entry.mark.slice(0, 16)}</code></td>
            <td class="w">${entry.outcome.replaceAll('_', ' ')}</td>
            <td class="n">${entry.blobs}</td>
            <td class="n">${humanBytes(entry.bytes)}</td>
            <td class="w">${entry.until?.slice(0, 10)}</td>
          </tr>`,
      )}
    </table>`;
}

/** What could not be listed, read or handled. */
export function gaps(certificate: Certificate): Html {
  if (certificate.gaps.length === 0)
    return html`<h2>Gaps</h2>
      <p>
        ${
          certificate.state === 'failed' || certificate.state === 'cancelled'
            ? 'None is known, but the request stopped before everything was looked at.'
            : 'None: everything in scope was listed to its end.'
        }
      </p>`;
  return html`<h2>Gaps</h2>
    <p>What could not be listed, read or handled. Personal data may remain there.</p>
    ${gapTable(certificate.gaps)}`;
}

/** What names nobody. */
export function notices(certificate: Certificate): Html | undefined {
  if (certificate.notices.length === 0) return undefined;
  return html`<h2>What names nobody</h2>
    <p>It exists, and nothing says whose it is: no request for one person can decide about it.</p>
    ${gapTable(certificate.notices)}`;
}

function gapTable(gaps: Certificate['gaps']): Html {
  return html`<table>
    <tr>
      <th>What</th>
      <th>Type</th>
      <th>Detail</th>
      <th>Workspace</th>
    </tr>
    ${gaps.map(
      (gap) =>
        html`<tr>
          <td class="w">${gap.code.replaceAll('_', ' ')}</td>
          <td>${gap.type}</td>
          <td class="a">${gap.detail}</td>
          <td>${gap.workspace?.split('/').pop()}</td>
        </tr>`,
    )}
  </table>`;
}

/** A list with its heading; nothing when it is empty. */
export function list(title: string, entries: readonly string[]): Html | undefined {
  if (entries.length === 0) return undefined;
  return html`<h2>${title}</h2>
    <ul>
      ${entries.map((entry) => html`<li>${entry}</li>`)}
    </ul>`;
}
