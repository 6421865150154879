import { errorOf, type ArmAnswer, type Json } from './arm';
import { AzureError, isTransientStatus, plainCode } from './azure-error';
import { send } from './run-history';
import { dataPlaneUrl } from './service-url';
import { Trail } from './trail';

/** One value of a metric. */
export interface MetricPoint {
  step: number;
  /** Milliseconds since 1970. */
  timestamp: number;
  /** NaN and the infinities are possible. */
  value: number;
}

/** Values that are asked for at once (MLflow docs: at most 25,000). */
const pageSize = 5_000;

/**
 * The tracking store of one workspace by the REST API of MLflow, which is the only documented way to the metrics of a
 * job (Azure ML docs: track experiments with MLflow).
 */
export class MlFlow {
  private readonly base: string;

  /** `trackingUri` is the workspace's `mlFlowTrackingUri`; its scheme `azureml` stands for https. */
  constructor(trackingUri: string) {
    const uri = dataPlaneUrl(trackingUri.replace(/^azureml:\/\//i, 'https://'));
    this.base = `${uri.href.replace(/\/$/, '')}/api/2.0/mlflow`;
  }

  /** Names of the metrics that a run has; none when MLflow doesn't know the run. Throws AzureError. */
  async metricNames(runId: string): Promise<string[]> {
    const answer = await send('GET', `${this.base}/runs/get?${new URLSearchParams({ run_id: runId }).toString()}`);
    if (answer.body?.error_code === 'RESOURCE_DOES_NOT_EXIST' || answer.status === 404) return [];
    return metricNamesOf(accept(answer));
  }

  /** All values of a metric, in the service's order. Throws AzureError. */
  async *history(runId: string, metric: string): AsyncGenerator<MetricPoint> {
    let token: string | undefined;
    const trail = new Trail();
    do {
      const query = new URLSearchParams({
        ...{ run_id: runId, metric_key: metric, max_results: String(pageSize) },
        ...(token ? { page_token: token } : {}),
      });
      const body = accept(await send('GET', `${this.base}/metrics/get-history?${query.toString()}`));
      for (const point of Array.isArray(body.metrics) ? (body.metrics as Json[]) : []) yield pointOf(point);
      const next = typeof body.next_page_token === 'string' && body.next_page_token ? body.next_page_token : undefined;
      token = trail.follow(next);
    } while (token);
  }
}

/**
 * Names of the metrics in a run as the service sends it. A run without any is sent without a list, but an answer without a
 * run says nothing of its metrics. Throws AzureError for that.
 */
export function metricNamesOf({ run }: Json): string[] {
  if (run === null || typeof run !== 'object') {
    throw new AzureError(502, 'InvalidAnswer', 'A run came without its description.', true);
  }
  const { data } = run as { data?: { metrics?: { key?: unknown }[] } };
  const names = (data?.metrics ?? []).flatMap(({ key }) => (typeof key === 'string' ? [key] : []));
  return [...new Set(names)].sort();
}

/**
 * A value as the service sends it, as numbers; what is none becomes NaN. Whole numbers of 64 bits are texts in the JSON
 * of protocol buffers, and so are NaN and the infinities.
 */
export function pointOf({ step, timestamp, value }: Json): MetricPoint {
  const number = (sent: unknown) => (typeof sent === 'number' || typeof sent === 'string' ? Number(sent) : NaN);
  return { step: number(step ?? 0), timestamp: number(timestamp ?? 0), value: number(value) };
}

function accept(answer: ArmAnswer): Json {
  if (answer.status < 300 && answer.body) return answer.body;
  const { status } = answer;
  if (typeof answer.body?.error_code !== 'string') throw errorOf(answer);
  const code = plainCode(answer.body.error_code, status);
  throw new AzureError(status, code, `MLflow answered ${status} ${code}.`, isTransientStatus(status));
}
