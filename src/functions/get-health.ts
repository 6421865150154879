import { app } from '@azure/functions';
import { software } from '../config/software';
import { settings } from '../config/settings';
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
    const healthy = Object.values(checks).every((value) => value === 'ok');
    return {
      status: healthy ? 200 : 503,
      headers: { 'cache-control': 'no-store' },
      jsonBody: { status: healthy ? 'healthy' : 'unhealthy', version: software().version, checks },
    };
  },
});
