import { RetryOptions } from 'durable-functions';

/** Activities throw only what a later try can heal: six tries within about two and a half minutes. */
export function retry(): RetryOptions {
  const options = new RetryOptions(2_000, 6);
  options.backoffCoefficient = 2.5;
  options.maxRetryIntervalInMilliseconds = 60_000;
  return options;
}
