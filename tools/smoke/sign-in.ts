import { AzureCliCredential } from '@azure/identity';
import { AppClient } from './app-client';
import type { SmokeOptions } from './options';

/** The app as the person who runs the checks; undefined when nobody says who that is. Throws when the sign-in fails. */
export async function signedIn({ url, token, audience, localUser }: SmokeOptions): Promise<AppClient | undefined> {
  if (localUser !== undefined)
    return new AppClient(url, { header: 'x-zumo-auth', value: await localToken(url, localUser) });
  const given =
    token ?? (audience === undefined ? undefined : await cliToken(`${audience.replace(/\/$/, '')}/.default`));
  return given === undefined ? undefined : new AppClient(url, { header: 'authorization', value: `Bearer ${given}` });
}

/** The token for the queue. */
export async function queueToken({ queueToken: given }: SmokeOptions): Promise<string> {
  return given ?? cliToken('https://storage.azure.com/.default');
}

/** A token of whoever has signed in with `az login`. */
async function cliToken(scope: string): Promise<string> {
  return (await new AzureCliCredential().getToken(scope)).token;
}

async function localToken(url: string, user: string): Promise<string> {
  const { body } = await new AppClient(url).call('POST', '/.auth/login/local', { user });
  const { authenticationToken } = (body ?? {}) as { authenticationToken?: unknown };
  if (typeof authenticationToken !== 'string') throw new Error('no such local user');
  return authenticationToken;
}
