import { html, type Html } from '../html';
import type { Certificate, CertifiedLineage } from './certificate';

type Account = Certificate['storage'][number];

/** What the storage accounts are set to: why something is recoverable, or held. */
export function storage({ storage: accounts }: Certificate): Html | undefined {
  if (accounts.length === 0) return undefined;
  return html`<h2>Storage accounts</h2>
    <table>
      <tr>
        <th>Account</th>
        <th>Set to</th>
        <th>So of what was planned there</th>
      </tr>
      ${accounts.map(
        (account) =>
          html`<tr>
            <td>${account.account}</td>
            <td class="a">${settingsOf(account).join('; ')}</td>
            <td>${meaning(account).join('; ')}</td>
          </tr>`,
      )}
    </table>`;
}

function settingsOf(account: Account): string[] {
  if (account.unreadable !== undefined) return [`its settings could not be read (${account.unreadable})`];
  const { blobSoftDeleteDays: blobs, containerSoftDeleteDays: containers, shareSoftDeleteDays: shares } = account;
  const holds = account.containers.filter(
    (container) => container.legalHold || container.immutabilityDays !== undefined,
  );
  const texts: (string | false | undefined)[] = [
    blobs === undefined ? 'no soft delete of blobs' : `blobs can be restored for ${blobs} days`,
    containers !== undefined && `containers for ${containers} days`,
    shares !== undefined && `file shares for ${shares} days`,
    account.versioning && 'previous versions are kept',
    account.pointInTimeRestoreDays !== undefined && `point-in-time restore for ${account.pointInTimeRestoreDays} days`,
    account.permanentDelete && 'permanent deletion allowed',
    account.changeFeed !== false && 'names stay in the change feed',
    account.objectReplicas.length > 0 && `blobs are copied to ${account.objectReplicas.join(', ')}`,
    account.hns && 'hierarchical namespace',
    holds.length > 0 && `policy or hold on ${holds.map(({ name }) => name).join(', ')}`,
    account.replication,
  ];
  return texts.filter((text): text is string => typeof text === 'string' && text !== '');
}

function meaning({ blobs, copies, recoverable, held }: Account): string[] {
  return [
    `${blobs} blobs, ${copies} copies`,
    ...(recoverable ? [`${recoverable.blobs} stay recoverable for ${recoverable.days} days after their deletion`] : []),
    ...(held ? [`${held.blobs} are held${held.until ? ` until ${held.until.slice(0, 10)}` : ''}`] : []),
    ...(held && held.legalHolds > 0 ? [`${held.legalHolds} by a legal hold`] : []),
  ];
}

/** Models that learned from what was erased: somebody has to decide about each. */
export function lineage({ lineage: models }: Certificate): Html | undefined {
  if (models.length === 0) return undefined;
  return html`<h2>Models trained on what was erased</h2>
    <p>A model may keep what it has learned. Each is work for somebody: retrain it, or take it out of use.</p>
    <table>
      <tr>
        <th>Done</th>
        <th>Model</th>
        <th>Workspace</th>
        <th>Served by</th>
      </tr>
      ${models.map(modelRow)}
    </table>`;
}

function modelRow({ model, deployments, erased }: CertifiedLineage): Html {
  const name = model.name === undefined ? model.mark : `${model.name} ${model.version ?? ''}`;
  return html`<tr>
    <td>${erased ? 'erased' : '☐'}</td>
    <td class="a">${name}</td>
    <td>${model.workspace.split('/').pop()}</td>
    <td class="a">${deployments.map((id) => id.split('/').slice(-3).join('/')).join(', ') || 'nothing'}</td>
  </tr>`;
}
