import type { SeedPerson } from '../../local/azureml/seed/seed-file';
import { identitiesOf } from './people';
import type { Random } from './random';

/** One way in which a request comes in. */
export interface Delivery {
  channel: 'queue' | 'http';
  /** Milliseconds after the one before. */
  after: number;
}

/** A request, and what people do with it. */
export interface ChaosRequest {
  id: string;
  /** Number of the interruption before which it is sent. */
  step: number;
  /** Each gives the same content; the first one counts. */
  deliveries: Delivery[];
  body: { requestId: string; action: string; dryRun?: boolean } & Record<string, unknown>;
  /** How the approver decides: refusal, or with which flags and for how many of what a plan offers. */
  decision: { approve: boolean; acceptWeak: boolean; acceptInUse: boolean; excludeEvery: number; twice: boolean };
  /** Milliseconds after sending at which somebody cancels it. */
  cancelAfter?: number;
}

/** A message that the app refuses, with all that has to be left of it. */
export interface BadMessage {
  step: number;
  message: unknown;
}

/** What is sent in a round. */
export interface Mail {
  requests: ChaosRequest[];
  bad: BadMessage[];
}

/** Requests of every kind over the same people and workspaces, spread over the interruptions of a round. */
export function drawMail(
  random: Random,
  people: readonly SeedPerson[],
  workspaces: readonly string[],
  count: number,
  steps: number,
): Mail {
  const step = (index: number): number => Math.floor((index * steps) / count);
  const requests = Array.from({ length: count }, (_, index) =>
    drawRequest(`chaos-${index + 1}`, step(index), random.fork(`request ${index}`), people, workspaces),
  );
  const [first] = requests;
  const bad: BadMessage[] = [];
  if (random.chance(0.5)) bad.push({ step: random.int(0, steps), message: { requestId: 'bad-1', action: 'vanish' } });
  if (random.chance(0.3)) bad.push({ step: random.int(0, steps), message: 'this is not JSON' });
  // The id of another request, which has to be in before.
  if (first && steps > 6 && random.chance(0.5))
    bad.push({ step: steps, message: { ...first.body, reason: 'the same id with another content' } });
  return { requests, bad };
}

function drawRequest(
  id: string,
  step: number,
  random: Random,
  people: readonly SeedPerson[],
  workspaces: readonly string[],
): ChaosRequest {
  const action = random.pick(['erase', 'export', 'export_and_erase', 'export_and_erase']);
  const chosen = random.some(workspaces, 0.6);
  const scope = { workspaces: chosen.length > 0 ? chosen : [random.pick(workspaces)] };
  const subject = { identities: identitiesOf(random.pick(people), random) };
  const kind = random.int(1, 10);
  const what =
    kind <= 7
      ? { subject, scope }
      : kind <= 9
        ? { scope: { ...scope, filter: { experiments: [random.pick(['ranking', 'pricing'])] } } }
        : { scope: { workspaces: [random.pick(workspaces)], everything: true } };
  const deliveries: Delivery[] = [{ channel: random.pick(['queue', 'http']), after: random.int(0, 800) }];
  while (deliveries.length < 3 && random.chance(0.4))
    deliveries.push({ channel: random.pick(['queue', 'http']), after: random.int(0, 3_000) });
  return {
    ...{ id, step, deliveries },
    body: {
      ...{ requestId: id, action, ...what },
      ...(random.chance(0.1) ? { dryRun: true } : {}),
      ...(random.chance(0.3) ? { approval: 'required' } : {}),
      ...(random.chance(0.5) ? { ticket: { system: 'jira', id: `PRIV-${random.int(1, 999)}` } } : {}),
      ...(action !== 'erase' && random.chance(0.2) ? { package: { zip: false } } : {}),
    },
    decision: {
      ...{ approve: !random.chance(0.05), acceptWeak: random.chance(0.6), acceptInUse: random.chance(0.4) },
      ...{ excludeEvery: random.chance(0.2) ? random.int(2, 7) : 0, twice: random.chance(0.4) },
    },
    ...(random.chance(0.15) ? { cancelAfter: random.int(0, 12_000) } : {}),
  };
}

/** A dry run over everything, by which a world tells the gaps that it gives by itself. */
export function lookAt(workspaces: readonly string[]): ChaosRequest {
  const id = 'chaos-look';
  return {
    ...{ id, step: 0, deliveries: [{ channel: 'http', after: 0 }] },
    body: { requestId: id, action: 'export_and_erase', dryRun: true, scope: { workspaces, everything: true } },
    decision: { approve: true, acceptWeak: false, acceptInUse: false, excludeEvery: 0, twice: false },
  };
}
