import { app, type InvocationContext } from '@azure/functions';
import { software } from '../config/software';
import { settings } from '../config/settings';
import { asAzureError } from '../azure/azure-error';
import { currentSigner } from '../requests/certificate/signing/current-signer';
import { commonHeaders } from './http';
import { ownContainer, containers } from '../storage/own-containers';

app.http('getHealth', {
  methods: ['GET'],
  route: 'health',
  authLevel: 'anonymous',
  handler: async (_call, context) => {
    const checks: Record<string, string> = {};
    try {
      settings();
      checks.settings = 'ok';
      await ownContainer(containers.requests);
      checks.storage = 'ok';
    } catch (thrown) {
      context.error(`Health: ${(thrown as Error).name}`);
      checks[checks.settings ? 'storage' : 'settings'] = 'failed; the log has the reason';
    }
    const certificates = checks.settings === 'ok' ? await signing(context) : 'unknown';
    const healthy = Object.values(checks).every((value) => value === 'ok');
    return {
      status: healthy ? 200 : 503,
      headers: commonHeaders,
      jsonBody: { status: healthy ? 'healthy' : 'unhealthy', version: software().version, checks, certificates },
    };
  },
});

/** How certificates are signed. Without a key the app works, and says so on every certificate: it stays healthy. */
async function signing(context: InvocationContext): Promise<string> {
  try {
    const signer = await currentSigner();
    return signer ? `signed by the key ${signer.key.kid}` : 'not signed: no key is set';
  } catch (thrown) {
    const { code } = asAzureError(thrown);
    context.error(`Health: the key of certificates can't be used: ${code}`);
    return `not signed: the key can not be used (${code})`;
  }
}
