import { resolveUri } from '../uri';
import type { EmulatorContext } from '../context';
import { asObject, asString } from '../json';
import type { ResourceRecord } from '../records';
import { workspaceParts } from '../records';
import { containerType, versionType } from './assets';

async function removeModelBlobs(record: ResourceRecord, context: EmulatorContext): Promise<void> {
  if (!context.settings.switches.modelDeleteDeletesBlobs) return;
  const uri = asString(asObject(record.body.properties).modelUri);
  const lookup = (name: string): { account: string; container: string } | undefined => {
    const datastore = asObject(context.state.get('datastores', record.scope, undefined, name)?.body.properties);
    const [account, container] = [asString(datastore.accountName), asString(datastore.containerName)];
    return account === undefined || container === undefined ? undefined : { account, container };
  };
  const place = uri === undefined ? undefined : resolveUri(uri, workspaceParts(record.scope).name, lookup);
  if (place === undefined) return;
  await context.blobs.remove(place);
  await context.blobs.removePrefix(place.account, place.container, `${place.path.replace(/\/$/, '')}/`);
}

/** Models: deleting a version removes the registration; whether its bytes go too is a switch. */
export const models = containerType('models', {
  async beforeDelete(record, context) {
    for (const version of context.state.list('models/versions', record.scope, record.name)) {
      await removeModelBlobs(version, context);
    }
  },
});

/** Versions of models. The container stays when its last version goes, and numbering continues. */
export const modelVersions = versionType('models/versions', { beforeDelete: removeModelBlobs });
