import { AzureError } from '../azure/azure-error';
import { MlFlow, type MetricPoint } from '../azure/mlflow';
import type { ExportedFile, RecordContext, Target } from './resource-type';

/** The metrics that a job logged, a table (CSV) for each. Throws AzureError when they can't be read. */
export async function* jobMetrics({ workspace }: RecordContext, target: Target): AsyncGenerator<ExportedFile> {
  if (!workspace.mlFlowTrackingUri) {
    throw new AzureError(404, 'NoTrackingUri', 'The workspace names no MLflow tracking URI.', false);
  }
  const mlflow = new MlFlow(workspace.mlFlowTrackingUri);
  for (const metric of await mlflow.metricNames(target.name)) {
    yield { folder: 'metrics', name: `${metric}.csv`, content: csvOf(mlflow.history(target.name, metric)) };
  }
}

/** Rows of `step,timestamp,value` (RFC 4180; times RFC 3339 in UTC). */
async function* csvOf(points: AsyncIterable<MetricPoint>): AsyncGenerator<Uint8Array> {
  yield Buffer.from('step,timestamp,value\r\n');
  for await (const { step, timestamp, value } of points) {
    const time = new Date(timestamp);
    const at = Number.isNaN(time.getTime()) ? '' : time.toISOString();
    yield Buffer.from(`${step},${at},${value}\r\n`);
  }
}
