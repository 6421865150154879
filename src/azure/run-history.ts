import { createHttpHeaders, createPipelineRequest, type Pipeline } from '@azure/core-rest-pipeline';
import { bearerTokenAuthenticationPolicy, createPipelineFromOptions } from '@azure/core-rest-pipeline';
import { settings } from '../config/settings';
import { credentialFor, type Role } from './credential';
import { errorOf, jsonOf, type ArmAnswer, type Json } from './arm';
import { AzureError } from './azure-error';
import { leaveLongWaits, restoreLongWait } from './long-waits';
import { remembered } from './page-memory';
import { noteSeen, wasSeen } from './seen-runs';
import { dataPlaneUrl } from './service-url';
import { patientClient } from './patient-client';
import { Trail } from './trail';

/** One page of runs or experiments. */
export interface RunPage {
  value: Json[];
  continuationToken?: string;
}

const httpClient = patientClient();
const pipelines = new Map<Role, Pipeline>();

function pipelineFor(role: Role): Pipeline {
  let pipeline = pipelines.get(role);
  if (!pipeline) {
    pipeline = createPipelineFromOptions({ retryOptions: { maxRetries: 2, maxRetryDelayInMs: 4_000 } });
    const scopes = [`${settings().CLOUD_AZUREML_AUDIENCE}/.default`];
    pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential: credentialFor(role), scopes }));
    pipeline.addPolicy(leaveLongWaits, { afterPhase: 'Sign' });
    pipelines.set(role, pipeline);
  }
  return pipeline;
}

/** Sends one call to the data plane of Azure ML; answers of 4xx and 5xx are returned. */
export async function send(
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  body?: Json,
  role: Role = 'reader',
): Promise<ArmAnswer> {
  const headers = createHttpHeaders({ accept: 'application/json', 'content-type': 'application/json' });
  const request = createPipelineRequest({ url, method, headers, body: body ? JSON.stringify(body) : undefined });
  const response = await pipelineFor(role).sendRequest(httpClient, request);
  restoreLongWait(response);
  const { status, headers: given, bodyAsText } = response;
  return { status, body: jsonOf(status, bodyAsText), headers: given };
}

/** What is said of anything that only run history knows, when it can't be reached. */
export function unreachable(): AzureError {
  return new AzureError(503, 'RunHistoryUnreachable', 'Run history cannot be reached.', false);
}

/**
 * Run history v1.0 of one workspace: the only place that knows exactly who created a run (object id and UPN) and
 * that lists child runs. Public specification, used by Microsoft's own SDK.
 */
export class RunHistory {
  private constructor(
    private readonly base: string,
    private readonly look: string | undefined,
  ) {}

  /**
   * Finds the regional service through the workspace's `discoveryUrl` (key `history`). `look`: what reads lists as one
   * with others, see `remembered`.
   */
  static async of(workspaceId: string, discoveryUrl: string, look?: string): Promise<RunHistory> {
    const url = dataPlaneUrl(discoveryUrl);
    // Where a region's services are is the same for whoever asks.
    const history = await remembered('discovery', url.href, () => discover(url));
    const base = dataPlaneUrl(history).href.replace(/\/$/, '');
    return new RunHistory(`${base}/history/v1.0${workspaceId}`, look);
  }

  /** Whether there is such a run: it was seen by this look, or is asked for. */
  async has(runId: string): Promise<boolean> {
    if (this.look !== undefined && wasSeen(this.seenBy(this.look), runId)) return true;
    return (await this.run(runId)) !== undefined;
  }

  /** One run as raw JSON; undefined when there is none. */
  async run(runId: string): Promise<Json | undefined> {
    const answer = await send('GET', `${this.base}/runs/${encodeURIComponent(runId)}`);
    if (answer.status === 404) return undefined;
    if (answer.status >= 300 || !answer.body) throw errorOf(answer);
    return answer.body;
  }

  /** One experiment as raw JSON; undefined when there is none. */
  async experiment(experimentId: string): Promise<Json | undefined> {
    const answer = await send('GET', this.experimentUrl(experimentId));
    if (answer.status === 404) return undefined;
    if (answer.status >= 300 || !answer.body) throw errorOf(answer);
    return answer.body;
  }

  /** Sends the DELETE of an experiment, with the eraser's identity. Only empty ones are accepted. */
  deleteExperiment(experimentId: string): Promise<ArmAnswer> {
    return send('DELETE', this.experimentUrl(experimentId), undefined, 'eraser');
  }

  /** Looks at a long-running operation of the eraser's. */
  operation(url: string): Promise<ArmAnswer> {
    // A URL that leads elsewhere would carry our token there.
    if (new URL(url).origin !== new URL(this.base).origin) {
      throw new AzureError(502, 'ForeignUrl', 'Run history named a URL on another host.', false);
    }
    return send('GET', url, undefined, 'eraser');
  }

  /** One page of the experiments, archived ones included. */
  experiments(continuationToken?: string): Promise<RunPage> {
    return this.query('experiments:query', { viewType: 'All', top: 100, continuationToken });
  }

  /** One page of the runs of an experiment, archived ones included. */
  async runs(experimentId: string, continuationToken?: string): Promise<RunPage> {
    const path = `experimentids/${encodeURIComponent(experimentId)}/runs:query`;
    const page = await this.query(path, { viewType: 'All', top: 100, continuationToken });
    const names = page.value.flatMap(({ runId }) => (typeof runId === 'string' ? runId : []));
    if (this.look !== undefined) noteSeen(this.seenBy(this.look), names);
    return page;
  }

  /** Every run of the workspace, children and archived ones included. */
  async *all(): AsyncGenerator<Json> {
    let experimentsToken: string | undefined;
    const experimentPages = new Trail();
    do {
      const experiments = await this.experiments(experimentsToken);
      for (const { experimentId } of experiments.value) {
        let runsToken: string | undefined;
        const runPages = new Trail();
        do {
          const runs = await this.runs(String(experimentId), runsToken);
          yield* runs.value;
          runsToken = runPages.follow(runs.continuationToken);
        } while (runsToken);
      }
      experimentsToken = experimentPages.follow(experiments.continuationToken);
    } while (experimentsToken);
  }

  /** All children of a run, one level deep. */
  async *children(runId: string): AsyncGenerator<Json> {
    let token: string | undefined;
    const trail = new Trail();
    do {
      const query = new URLSearchParams({ $top: '100', ...(token ? { $continuationtoken: token } : {}) });
      const url = `${this.base}/runs/${encodeURIComponent(runId)}/children?${query.toString()}`;
      const page = await this.once(url, async () => {
        const answer = await send('GET', url);
        return answer.status === 404 ? { value: [] } : pageOf(answer);
      });
      yield* page.value;
      token = trail.follow(page.continuationToken);
    } while (token);
  }

  private experimentUrl(experimentId: string): string {
    return `${this.base}/experimentids/${encodeURIComponent(experimentId)}`;
  }

  private query(path: string, body: Json): Promise<RunPage> {
    const url = `${this.base}/${path}`;
    return this.once(`${url} ${JSON.stringify(body)}`, async () => pageOf(await send('POST', url, body)));
  }

  private once(name: string, read: () => Promise<RunPage>): Promise<RunPage> {
    return this.look === undefined ? read() : remembered(this.look, name, read, (page) => page.value.length);
  }

  private seenBy(look: string): string {
    return `${look} ${this.base}`;
  }
}

async function discover(url: URL): Promise<string> {
  const answer = await send('GET', url.href);
  const history = answer.body?.history;
  if (answer.status >= 300) throw errorOf(answer);
  if (typeof history !== 'string') {
    throw new AzureError(502, 'InvalidAnswer', 'The discovery document names no run history.', false);
  }
  return history;
}

function pageOf(answer: ArmAnswer): RunPage {
  if (answer.status >= 300 || !Array.isArray(answer.body?.value)) throw errorOf(answer);
  const token = answer.body.continuationToken;
  return {
    value: answer.body.value as Json[],
    continuationToken: typeof token === 'string' && token ? token : undefined,
  };
}
