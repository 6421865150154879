import { createHmac } from 'node:crypto';
import { sameSecret } from '../config/keys';

/** How long a sign-in lasts, in milliseconds: eight hours, as App Service sessions do by default. */
export const sessionLifetime = 8 * 3600 * 1000;

/** Makes and reads session tokens. They are signed and not stored, so they outlive a restart of the host. */
export interface Sessions {
  issue(objectId: string): string;
  /** The object id in a token that is genuine and not expired. */
  read(token: string): string | undefined;
}

/** `secret` signs the tokens; `now` is real time, so that a test that moves the host's clock stays signed in. */
export function createSessions(secret: string, now: () => number): Sessions {
  const sign = (payload: string) => createHmac('sha256', `session:${secret}`).update(payload).digest('base64url');
  return {
    issue(objectId) {
      const session = { objectId, expires: now() + sessionLifetime };
      const payload = Buffer.from(JSON.stringify(session)).toString('base64url');
      return `${payload}.${sign(payload)}`;
    },
    read(token) {
      const [payload = '', signature = ''] = token.split('.');
      if (!sameSecret(signature, sign(payload))) return undefined;
      const session = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { objectId: string; expires: number };
      return session.expires > now() ? session.objectId : undefined;
    },
  };
}
