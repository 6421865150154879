import type { Call } from './call';

const service = 'Microsoft.Storage/storageAccounts/blobServices';
const blobs = `${service}/containers/blobs`;

/**
 * The right that a call needs: an action, or a data action (Azure docs: authorize with Microsoft Entra ID, permissions
 * for blob service operations). Sending a batch is one right, each of its items another.
 */
export function actionOf(call: Call): { data: boolean; name: string } {
  const { method, container, blob, query } = call;
  const [comp, reads] = [query.get('comp'), method === 'GET' || method === 'HEAD'];
  const action = (name: string) => ({ data: false, name: `${service}/${name}` });
  const data = (name: string) => ({ data: true, name: `${blobs}/${name}` });
  if (comp === 'batch') return data('write');
  if (comp === 'userdelegationkey') return action('generateUserDelegationKey/action');
  if (blob !== undefined) return data(comp === 'tags' ? `tags/${reads ? 'read' : 'write'}` : blobVerb(call));
  if (container !== undefined && comp === 'list') return data('read');
  if (container !== undefined) return action(`containers/${reads ? 'read' : method === 'DELETE' ? 'delete' : 'write'}`);
  return action(comp === 'list' ? 'containers/read' : reads ? 'read' : 'write');
}

function blobVerb({ method, query }: Call): string {
  if (method === 'GET' || method === 'HEAD') return 'read';
  if (method !== 'DELETE' || query.has('comp')) return 'write';
  if (query.get('deletetype')?.toLowerCase() === 'permanent') return 'permanentDelete/action';
  return query.has('versionid') ? 'deleteBlobVersion/action' : 'delete';
}
