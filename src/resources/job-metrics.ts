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
    yield { folder: 'metrics', name: `${metric}.csv`, content: metricTable(mlflow.history(target.name, metric)) };
  }
}

/**
 * Rows of `step,timestamp,value` (RFC 4180; times RFC 3339 in UTC, empty where there is none). Cells are numbers and
 * times, whatever the service sends: a spreadsheet would run a text that begins like a formula.
 */
export async function* metricTable(points: AsyncIterable<MetricPoint>): AsyncGenerator<Uint8Array> {
  yield Buffer.from('step,timestamp,value\r\n');
  for await (const { step, timestamp, value } of points) {
    yield Buffer.from(`${step},${rfc3339(timestamp)},${value}\r\n`);
  }
}

/** Years of more than four digits, which RFC 3339 doesn't know, would begin with a sign. */
function rfc3339(timestamp: number): string {
  const time = new Date(timestamp);
  if (Number.isNaN(time.getTime())) return '';
  const text = time.toISOString();
  return /^\d{4}-/.test(text) ? text : '';
}
