import type { Json } from '../../azure/arm';
import { objectAt } from '../json';

/** Percent by deployment, in an endpoint's `traffic` or `mirrorTraffic`. */
type Shares = Record<string, number>;

function sharesAt(endpoint: unknown, key: 'traffic' | 'mirrorTraffic'): Shares {
  const entries = Object.entries(objectAt(objectAt(endpoint, 'properties'), key));
  return Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}

/** Whether two names of a deployment are one: ARM compares names without case. */
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Whether an endpoint's `properties.traffic` sends any requests to a deployment. */
export function servesTraffic(endpoint: unknown): boolean {
  return Object.values(sharesAt(endpoint, 'traffic')).some((share) => share > 0);
}

/** Whether a deployment gets requests, its own or copies of others' (mirrored traffic). */
export function getsTraffic(endpoint: unknown, deployment: string): boolean {
  return (['traffic', 'mirrorTraffic'] as const).some((key) =>
    Object.entries(sharesAt(endpoint, key)).some(([name, share]) => same(name, deployment) && share > 0),
  );
}

/**
 * An endpoint's properties with a deployment taken out of use. What it served goes to the others that serve already, in
 * proportion: the shares of an endpoint add up to 100, or there are none (Azure ML API: `traffic`).
 */
export function withoutTraffic(endpoint: Json, deployment: string): Json {
  const properties = objectAt(endpoint, 'properties');
  const traffic = sharesAt(endpoint, 'traffic');
  const mirrored = sharesAt(endpoint, 'mirrorTraffic');
  const others = Object.fromEntries(Object.entries(traffic).filter(([name]) => !same(name, deployment)));
  const none = Object.fromEntries(Object.keys(traffic).map((name) => [name, 0]));
  const left = Object.entries(mirrored).filter(([name]) => !same(name, deployment));
  return {
    ...properties,
    traffic: { ...none, ...toHundred(others) },
    ...(properties.mirrorTraffic === undefined ? {} : { mirrorTraffic: Object.fromEntries(left) }),
  };
}

/** Whole percents in the proportion of the given shares; what rounding leaves goes to the largest remainders. */
function toHundred(shares: Shares): Shares {
  const sum = Object.values(shares).reduce((all, share) => all + share, 0);
  if (sum <= 0) return shares;
  const exact = Object.entries(shares).map(([name, share]) => ({ name, share: (share * 100) / sum }));
  const missing = 100 - exact.reduce((all, { share }) => all + Math.floor(share), 0);
  const byRemainder = [...exact].sort((a, b) => (b.share % 1) - (a.share % 1));
  const lucky = new Set(byRemainder.slice(0, missing).map(({ name }) => name));
  return Object.fromEntries(exact.map(({ name, share }) => [name, Math.floor(share) + (lucky.has(name) ? 1 : 0)]));
}
