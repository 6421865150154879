import { app, type InvocationContext } from '@azure/functions';
import { software } from '../config/software';
import { settingFaults } from '../config/settings';
import { asAzureError } from '../azure/azure-error';
import { currentSigner } from '../requests/certificate/signing/current-signer';
import { commonHeaders } from './http';
import { codeOf } from '../scrubbed';
import { ownContainer, containers } from '../storage/own-containers';

app.http('getHealth', {
  methods: ['GET'],
  route: 'health',
  authLevel: 'anonymous',
  handler: async (_call, context) => {
    const checks: Record<string, string> = {};
    const faulty = [...new Set(settingFaults().map(({ name }) => name))];
    checks.settings = faulty.length === 0 ? 'ok' : 'failed; the log says what to write';
    if (faulty.length === 0) checks.storage = await storage(context);
    const certificates = faulty.length === 0 ? await signing(context) : 'unknown';
    const healthy = Object.values(checks).every((value) => value === 'ok');
    return {
      status: healthy ? 200 : 503,
      headers: commonHeaders,
      jsonBody: {
        ...{ status: healthy ? 'healthy' : 'unhealthy', version: software().version, checks, certificates },
        // Names alone: a value may be a secret that was put into the wrong place.
        ...(faulty.length > 0 ? { faultySettings: faulty } : {}),
      },
    };
  },
});

/** Whether the app reaches its own documents. */
async function storage(context: InvocationContext): Promise<string> {
  try {
    await ownContainer(containers.requests);
    return 'ok';
  } catch (thrown) {
    context.error(`Health: the app's own documents can't be reached: ${codeOf(thrown)}`);
    return 'failed; the log has the reason';
  }
}

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
