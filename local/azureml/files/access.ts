import type { EmulatorContext } from '../context';
import { grantsFiles, grantsOf } from '../grants';
import type { Principal, TokenService } from '../tokens';
import type { FileCall } from './file-call';
import { headerOf } from './file-call';
import { FileError } from './file-error';

/** Who calls, by the bearer token. The file service takes tokens for storage, and says by header what they are for. */
export function authenticateFiles(call: FileCall, tokens: TokenService, context: EmulatorContext): Principal {
  const [scheme, token] = (headerOf(call, 'authorization') ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined) {
    const fact = 'A call without a token is refused (Azure docs: authorize with Microsoft Entra ID).';
    throw new FileError(401, 'NoAuthenticationInformation', 'The authentication information is missing.', fact);
  }
  const audiences = ['https://storage.azure.com', `https://${call.account}.file.core.windows.net`];
  const principal = tokens.verify(token, audiences, Math.floor(call.now.getTime() / 1000));
  if (typeof principal === 'string') {
    const fact = 'Tokens for storage have the audience https://storage.azure.com (Azure docs: acquire a token).';
    throw new FileError(401, 'InvalidAuthenticationInfo', `The token is not valid here: ${principal}.`, fact);
  }
  if (headerOf(call, 'x-ms-file-request-intent') !== 'backup') {
    const fact =
      'With a bearer token the header x-ms-file-request-intent: backup is required (Azure docs: OAuth over REST).';
    throw new FileError(400, 'MissingRequiredHeader', 'The header x-ms-file-request-intent is missing.', fact);
  }
  const granted = grantsOf(principal.objectId, context.settings);
  const aboutShare = call.shareName === undefined || call.query.restype === 'share';
  if (granted && !grantsFiles(granted, call.method, aboutShare)) throw notPermitted();
  const reads = call.method === 'GET' || call.method === 'HEAD';
  if (reads || principal.objectId === context.settings.identities.eraser.objectId) return principal;
  throw notPermitted();
}

function notPermitted(): FileError {
  const fact = 'Changes need Storage File Data Privileged Contributor (Azure docs: access file shares with Entra ID).';
  const message = 'The request is not authorized with this permission.';
  return new FileError(403, 'AuthorizationPermissionMismatch', message, fact);
}
