import { html, humanBytes, page, type Html } from '../html';
import type { Certificate } from './certificate';
import { picture, pictureStyle } from './certificate-picture';
import { proof, stageBadge, stageWords } from './certificate-proof';
import { gaps, kept, list, notices, residual } from './certificate-sections';
import { lineage, storage } from './certificate-storage';
import { outcomeTable, type Outcome } from '../outcomes';

const titles: Partial<Record<Certificate['action'], string>> = {
  export: 'Certificate of export',
  erase: 'Certificate of erasure',
  export_and_erase: 'Certificate of export and erasure',
};

/** One page that a data protection officer can file: printable, without external resources. */
export function certificateHtml(certificate: Certificate, sha256: string): string {
  const title = titles[certificate.action] ?? 'Certificate';
  const { results } = certificate;
  return page(
    `${title} ${certificate.requestId}`,
    html`<h1>${title}</h1>
      <p>
        <span class="state ${certificate.state}">${certificate.state.replaceAll('_', ' ')}</span>
        ${stageBadge(certificate)} ${certificate.issue === 2 ? 'Final certificate' : ''}
      </p>
      <p>${stageWords(certificate)}</p>
      ${picture(certificate)}
      <table>
        ${facts(certificate).map(
          ([name, value]) =>
            html`<tr>
              <th>${name}</th>
              <td class="a" style="white-space: pre-line">${value}</td>
            </tr>`,
        )}
      </table>
      ${section('Erasure', results.items.erase, results.blobs.erase)}
      ${section('Export', results.items.export, results.blobs.export)} ${kept(certificate)} ${residual(certificate)}
      ${gaps(certificate)} ${storage(certificate)} ${lineage(certificate)} ${notices(certificate)}
      ${list(
        'What the platform keeps',
        certificate.residue.map((entry) => `${entry.type}: ${entry.text}`),
      )}
      ${list('Out of reach of this program', certificate.outOfReach)} ${proof(certificate, sha256)}`,
    pictureStyle,
  );
}

function facts(certificate: Certificate): [string, string][] {
  const { approver, scope, submitter, ticket } = certificate;
  const all: [string, string | undefined][] = [
    ['Request', certificate.requestId],
    ['Ticket', ticket && `${ticket.system} ${ticket.id}`],
    ['Reason', certificate.reason],
    ['Person named by', certificate.subject?.identityTypes.join(', ')],
    ['Workspaces', scope.workspaces.join('\n')],
    ['Resource types', scope.resourceTypes.join(', ')],
    ['Filter', scope.filter === undefined ? undefined : JSON.stringify(scope.filter)],
    ['Everything', scope.everything ? 'yes: whoever made it' : undefined],
    [
      'Received',
      `${moment(certificate.receivedAt)} by ${submitter.channel}${submitter.name ? ` from ${submitter.name}` : ''}`,
    ],
    ['Approved', approver && `${moment(approver.at)} by ${approver.name ?? approver.id}`],
    ['Issued', moment(certificate.issuedAt)],
    ['Approved with', approver && decisionWords(approver)],
    ['Dry run', certificate.dryRun ? 'yes: nothing was exported or erased' : undefined],
  ];
  return all.filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '');
}

/** What the approver decided beyond yes: a reader has to know why something doubtful was erased, or was not. */
function decisionWords({ exclude, acceptWeak, acceptInUse }: NonNullable<Certificate['approver']>): string {
  const weak = `items matched by a name only ${acceptWeak ? 'accepted' : 'not accepted'}`;
  return `${weak}, ${exclude} excluded, ${acceptInUse} accepted although in use`;
}

/** To the second, without the T that only programs read. */
function moment(at: string): string {
  return at.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
}

function section(
  title: string,
  items: Certificate['results']['items']['erase'],
  blobs: Certificate['results']['blobs']['erase'],
): Html | undefined {
  const types = [...new Set([...Object.keys(items), ...Object.keys(blobs)])].sort();
  if (types.length === 0) return undefined;
  return html`<h2>${title}</h2>
    <table>
      <tr>
        <th>Type</th>
        <th>Outcome</th>
        <th class="n">Items</th>
        <th class="n">Files</th>
        <th class="n">Size</th>
      </tr>
      ${types.map((type) => rows(type, items[type] ?? {}, blobs[type] ?? {}))}
    </table>`;
}

function rows(
  type: string,
  items: Partial<Record<Outcome, number>>,
  blobs: Partial<Record<Outcome, { blobs: number; bytes: number }>>,
): Html[] {
  const outcomes = [...new Set([...Object.keys(items), ...Object.keys(blobs)])] as Outcome[];
  return outcomes.map(
    (outcome) =>
      html`<tr>
        <td>${type}</td>
        <td title="${outcomeTable[outcome].text}">${outcome.replaceAll('_', ' ')}</td>
        <td class="n">${items[outcome] ?? 0}</td>
        <td class="n">${blobs[outcome]?.blobs ?? 0}</td>
        <td class="n">${humanBytes(blobs[outcome]?.bytes ?? 0)}</td>
      </tr>`,
  );
}
