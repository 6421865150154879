import { Readable } from 'node:stream';
import { asAzureError, AzureError } from '../../azure/azure-error';
import type { ByteStore } from '../byte-store';
import { eraseFiles } from './erase';
import { shareOf } from './service';
import { plain, walkFiles } from './walk';

/** Azure Files. Directories are entries too, with a slash at the end of their names: they name people as files do. */
export const fileStore: ByteStore = {
  async *list(range, { role = 'reader' } = {}) {
    try {
      yield* walkFiles(range, role);
    } catch (thrown) {
      throw asAzureError(thrown);
    }
  },

  async read(blob) {
    if (blob.name.endsWith('/')) return Readable.from([]);
    const answer = await shareOf('reader', blob)
      .rootDirectoryClient.getFileClient(blob.name)
      .download(0, undefined, { maxRetryRequests: 5 });
    const content = answer.readableStreamBody as Readable;
    if (plain(answer.etag) === blob.etag) return content;
    // Get File knows no If-Match (Azure docs): what comes is looked at before any of it is used.
    content.destroy();
    throw new AzureError(412, 'ConditionNotMet', 'A file changed since it was listed.', false);
  },

  erase: (_account, blobs, { intended }, report) => eraseFiles(blobs, intended, report),

  url: (blob) => shareOf('reader', blob).rootDirectoryClient.getFileClient(blob.name).url,
};
