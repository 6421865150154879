import type { Role } from '../../azure/credential';
import { AzureError } from '../../azure/azure-error';
import { Trail } from '../../azure/trail';
import { PageReader } from './page-reader';
import { send } from './transport';
import type { BlobPage, ListOptions } from './types';

/**
 * Lists a container in pages of 5,000. The next page is already on its way while the caller works on one, never more
 * than that. A container that doesn't exist holds nothing. Throws AzureError.
 */
export async function* blobPages(
  role: Role,
  { account, container }: { account: string; container: string },
  options: ListOptions = {},
): AsyncGenerator<BlobPage> {
  const stop = new AbortController();
  const request = (marker: string | undefined) => {
    let reader = new PageReader();
    const call = {
      method: 'GET',
      path: `/${encodeURIComponent(container)}${queryOf(options, marker)}`,
      receive: () => {
        reader = new PageReader();
        return (piece: Uint8Array) => reader.add(piece);
      },
      signal: stop.signal,
    } as const;
    const page = send(role, account, call, () => reader.end());
    // It fails for whoever asks for it, which is later or never.
    page.catch(() => undefined);
    return page;
  };
  try {
    const trail = new Trail(options.marker === undefined ? [] : [options.marker]);
    let marker = options.marker;
    let coming: Promise<BlobPage> | undefined = request(marker);
    while (coming) {
      const page: BlobPage = await coming;
      marker = trail.follow(page.next);
      coming = marker === undefined ? undefined : request(marker);
      yield page;
    }
  } catch (thrown) {
    if (!(thrown instanceof AzureError && thrown.status === 404)) throw thrown;
  } finally {
    stop.abort();
  }
}

function queryOf({ prefix, include, showOnly, size }: ListOptions, marker: string | undefined): string {
  const asked = { prefix, include: include?.join(','), showonly: showOnly, maxresults: size?.toString(), marker };
  const query = Object.entries(asked)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `&${name}=${encodeURIComponent(value ?? '')}`);
  return `?restype=container&comp=list${query.join('')}`;
}
