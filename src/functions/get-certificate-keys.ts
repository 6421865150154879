import { asAzureError } from '../azure/azure-error';
import { recordedKeys } from '../requests/certificate/signing/published-keys';
import { currentSigner } from '../requests/certificate/signing/current-signer';
import { httpFunction } from './http';

/** Seconds for which an answer may be cached: a new key is in it before it signs, so nobody misses one for long. */
const maxAge = 300;

// Public keys are for everybody who holds a certificate, who need not be known here: no role is asked for.
httpFunction('getCertificateKeys', 'GET', 'certificates/keys', async (_call, context) => {
  const keys = await recordedKeys();
  try {
    const current = (await currentSigner())?.key;
    if (current && !keys.some(({ kid }) => kid === current.kid)) keys.push(current);
  } catch (thrown) {
    // What has signed so far can be told even so.
    context.error(`The key that signs certificates can't be read: ${asAzureError(thrown).code}`);
  }
  return {
    body: JSON.stringify({ keys }),
    headers: { 'content-type': 'application/jwk-set+json', 'cache-control': `public, max-age=${maxAge}` },
  };
});
