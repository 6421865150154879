import { RetryOptions } from 'durable-functions';

/**
 * For the last steps, which nothing comes after: without them a request would stay where it is for ever. A hundred
 * tries, five minutes apart in the end, outlast most outages.
 */
export function patientRetry(): RetryOptions {
  const options = new RetryOptions(2_000, 100);
  options.backoffCoefficient = 2;
  options.maxRetryIntervalInMilliseconds = 300_000;
  return options;
}

/** Activities throw only what a later try can heal: six tries within about two and a half minutes. */
export function retry(): RetryOptions {
  const options = new RetryOptions(2_000, 6);
  options.backoffCoefficient = 2.5;
  options.maxRetryIntervalInMilliseconds = 60_000;
  return options;
}
