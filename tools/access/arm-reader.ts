import type { TokenCredential } from '@azure/core-auth';

/** What Resource Manager says, as JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** Reads Resource Manager. */
export interface ArmReader {
  /** The body of a GET; undefined for 404. Throws for every other refusal, with Azure's code. */
  get(path: string, apiVersion: string): Promise<Json | undefined>;
  /** All pages of a list. Throws the same. */
  list(path: string, apiVersion: string): Promise<Json[]>;
}

/** Reads with the credential of whoever runs this; `endpoint` is that of the cloud, without a slash at its end. */
export function armReader(credential: TokenCredential, endpoint: string): ArmReader {
  const read = async (url: string): Promise<Json | undefined> => {
    // A page that leads elsewhere would carry the token there.
    if (new URL(url).origin !== new URL(endpoint).origin) throw new Error('Azure named a page on another host.');
    const token = await credential.getToken(`${endpoint}/.default`);
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token?.token ?? ''}` } });
    if (answer.status === 404) return undefined;
    const body = (await answer.json()) as Json;
    if (answer.ok) return body;
    const { code } = (body.error ?? {}) as { code?: unknown };
    throw new Error(`${new URL(url).pathname}: Azure answered ${answer.status} ${String(code)}.`);
  };
  const urlOf = (path: string, apiVersion: string) => `${endpoint}${path}?api-version=${apiVersion}`;
  return {
    get: (path, apiVersion) => read(urlOf(path, apiVersion)),
    async list(path, apiVersion) {
      const found: Json[] = [];
      for (let url: string | undefined = urlOf(path, apiVersion); url;) {
        const page = await read(url);
        found.push(...((page?.value as Json[] | undefined) ?? []));
        url = page?.nextLink as string | undefined;
      }
      return found;
    },
  };
}
