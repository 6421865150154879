import type { IncomingMessage } from 'node:http';
import { sameSecret, type Keys } from '../config/keys';
import type { AuthLevel } from './function-routes';

/** True when the request's key (`x-functions-key` or `?code=`) opens this level. */
export function hasAccess(request: IncomingMessage, url: URL, level: AuthLevel, keys: Keys): boolean {
  if (level === 'anonymous') return true;
  const header = request.headers['x-functions-key'];
  const given = (Array.isArray(header) ? header[0] : header) ?? url.searchParams.get('code');
  if (!given) return false;
  if (sameSecret(given, keys.masterKey)) return true;
  return level === 'function' && Object.values(keys.functionKeys).some((key) => sameSecret(given, key));
}
