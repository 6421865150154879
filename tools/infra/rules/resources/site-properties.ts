import { made } from '../../deployment/find';
import type { Plan } from '../../deployment/planned';
import { at } from '../../deployment/value';
import { findings, type Finding } from '../../finding';

const security = findings('security');

/**
 * What is set of an app. Flex Consumption keeps runtime, scale and deployment in functionAppConfig: of what other
 * plans take it refuses most, and passes over some; settings are in app-settings.bicep. What isn't here nobody has judged.
 */
const judged: Readonly<Record<string, ReadonlySet<string>>> = {
  properties: new Set([
    ...[
      'serverFarmId',
      'httpsOnly',
      'publicNetworkAccess',
      'virtualNetworkSubnetId',
      'siteConfig',
      'functionAppConfig',
    ],
  ]),
  siteConfig: new Set(['http20Enabled', 'minTlsVersion', 'scmMinTlsVersion']),
};

/** The app has no property that is for other plans, or that nobody has looked at. */
export function sitePropertyRules(plan: Plan): Finding[] {
  return made(plan, 'Microsoft.Web/sites').flatMap((site) => {
    const parts = { properties: at(site.body, 'properties'), siteConfig: at(site.body, 'properties', 'siteConfig') };
    return Object.entries(parts).flatMap(([part, object]) =>
      object?.kind === 'object'
        ? [...object.entries]
            .filter(([name]) => !judged[part]?.has(name))
            .map(([name, entry]) =>
              security(
                entry.at,
                `${site.symbol} must not set ${name}: it is not for Flex Consumption, or not judged yet (tools/infra/rules/site-properties.ts)`,
              ),
            )
        : [],
    );
  });
}
