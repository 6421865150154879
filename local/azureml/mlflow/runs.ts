import type { ArmCall, ArmResponse } from '../arm/arm-type';
import type { Json } from '../json';
import { asObject, asString } from '../json';

/** One value of a metric, as MLflow names its parts: milliseconds since 1970, and a number or the name of one. */
interface Point {
  [member: string]: Json;
  step: number;
  value: number | string;
  timestamp: number;
}

/** A refusal as MLflow writes it. */
export function mlflowError(status: number, code: string, message: string): ArmResponse {
  return { status, body: { error_code: code, message } };
}

const notFound = (id: string): ArmResponse =>
  mlflowError(404, 'RESOURCE_DOES_NOT_EXIST', `Run with id=${id} was not found.`);

/** GET runs/get: the run with the last value of each metric. */
export function getRun(call: ArmCall, scope: string): ArmResponse {
  const id = call.query.run_id ?? '';
  const run = call.context.state.get('runs', scope, undefined, id);
  if (run === undefined) return notFound(id);
  const metrics = Object.entries(pointsOf(call, scope, id)).flatMap(([key, points]) => {
    const last = points.at(-1);
    return last === undefined ? [] : [{ key, ...last }];
  });
  const { status, experimentId, startTimeUtc, endTimeUtc, tags } = run.body;
  const info = {
    ...{ run_id: id, run_uuid: id, experiment_id: experimentId ?? null, lifecycle_stage: 'active' },
    status: asString(status) === 'Completed' ? 'FINISHED' : (asString(status) ?? 'UNKNOWN').toUpperCase(),
    start_time: Date.parse(asString(startTimeUtc) ?? '') || 0,
    end_time: Date.parse(asString(endTimeUtc) ?? '') || 0,
  };
  const tagList = Object.entries(asObject(tags)).map(([key, value]) => ({ key, value }));
  return { status: 200, body: { run: { info, data: { metrics, params: [], tags: tagList } } } };
}

/** GET metrics/get-history: all values of a metric, in the order in which they were logged, page by page. */
export function getMetricHistory(call: ArmCall, scope: string): ArmResponse {
  const { run_id: id = '', metric_key: key = '', max_results: asked, page_token: token } = call.query;
  if (call.context.state.get('runs', scope, undefined, id) === undefined) return notFound(id);
  const points = pointsOf(call, scope, id)[key] ?? [];
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
  if (!Number.isInteger(from)) return mlflowError(400, 'INVALID_PARAMETER_VALUE', 'Invalid page token.');
  // Without max_results the whole history comes at once.
  const size =
    asked === undefined ? points.length : Math.min(Number(asked), call.context.settings.switches.historyPageSize);
  const page = points.slice(from, from + size).map((point) => ({ key, ...point }));
  const next =
    from + size < points.length ? { next_page_token: Buffer.from(String(from + size)).toString('base64url') } : {};
  return { status: 200, body: { metrics: page, ...next } };
}

function pointsOf(call: ArmCall, scope: string, id: string): Record<string, Point[]> {
  const record = call.context.state.get('runMetrics', scope, undefined, id);
  return asObject(record?.body.metrics) as unknown as Record<string, Point[]>;
}
