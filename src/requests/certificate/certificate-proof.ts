import { html, type Html } from '../html';
import type { Certificate } from './certificate';

/** How final it is, with its date. */
export function stageBadge({ stage, irrecoverableOn }: Certificate): Html | undefined {
  if (stage === undefined) return undefined;
  if (stage === 'irrecoverable') return html`<span class="state completed">irrecoverable</span>`;
  const until = irrecoverableOn ? `irrecoverable on ${irrecoverableOn.slice(0, 10)}` : 'no date is known';
  return html`<span class="state completed_with_gaps">inaccessible; ${until}</span>`;
}

/** What the stage means, in a sentence. */
export function stageWords({ stage, irrecoverableOn, issue }: Certificate): string | undefined {
  if (stage === 'irrecoverable') return 'Nothing of what was erased can be restored in the storage that was worked on.';
  if (stage === 'inaccessible') {
    const until = irrecoverableOn ? ` until ${irrecoverableOn.slice(0, 16).replace('T', ' ')} UTC` : '';
    return `Nobody can read what was erased, but some of it can be restored${until}, or Azure still carries something out. After that everything is looked at again and a final certificate follows.`;
  }
  return issue === 2 ? 'Something that had been erased was restored by somebody; the gaps name it.' : undefined;
}

/** Everything that somebody needs who doesn't believe the page. */
export function proof(certificate: Certificate, sha256: string): Html {
  const { outcomeTree, signature, unsigned, previous, outcomeShards, software } = certificate;
  const rows: [string, string | undefined][] = [
    ['SHA-256 of this certificate', sha256],
    ['Signed by the key', signature?.kid ?? `not signed (${unsigned ?? 'no reason given'})`],
    ['Plan', certificate.planHash ?? 'none'],
    ['Decision', certificate.decisionHash ?? 'none'],
    ['Follows the certificate', previous && `${previous.sha256}, issued ${previous.issuedAt}`],
    [
      'Outcome tree',
      outcomeTree && `${outcomeTree.root}, ${outcomeTree.leaves} lines in ${outcomeShards.length} documents`,
    ],
  ];
  return html`<h2>Proof</h2>
    <table>
      ${rows.map(
        ([name, value]) =>
          value &&
          html`<tr>
            <th>${name}</th>
            <td><code style="white-space:normal">${value}</code></td>
          </tr>`,
      )}
    </table>
    <p>
      This page is made from the JSON form of the certificate. To check that, with the published keys and the restricted
      outcome documents:
      <code>npm run verify-certificate -- certificate.json outcomes/*.ndjson --keys keys.json</code>. Issued by
      ${software.name} ${software.version}.
    </p>`;
}
