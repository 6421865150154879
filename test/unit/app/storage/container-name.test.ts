import { isContainerName } from '../../../../src/storage/container-name';
import { resolveUri, type UriContext } from '../../../../src/storage/uri';

const context = (container: string): UriContext => ({
  ...{ workspaceId: '/w', ownAccount: () => true },
  datastores: new Map([['store', { account: 'acc', container }]]),
});
const unsafe = { kind: 'out_of_scope', reason: 'unsafe_path' };

describe('the name of a container', () => {
  it.each(['azureml', '$web', '$root', 'azureml-blobstore-1', 'a_b'])('can be %j', (name) =>
    expect(isContainerName(name)).toBe(true),
  );

  it.each(['', '.', '..', 'a/b', 'a?b', '%2e%2e', 'a b', 'a\\b', 'a#', 'a\n'])(
    'can not be %j, which leads elsewhere, also in a datastore',
    (name) => {
      expect(isContainerName(name)).toBe(false);
      expect(resolveUri('azureml://datastores/store/paths/x', false, context(name))).toEqual(unsafe);
    },
  );

  it.each(['wasbs://..@acc.blob.core.windows.net/x', 'abfss://%2e@acc.dfs.core.windows.net/x'])(
    'is refused in %s',
    (uri) => expect(resolveUri(uri, false, context('c'))).toEqual(unsafe),
  );
});
