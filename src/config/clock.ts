/** The one source of time of the app's own code. Orchestrators have `context.df.currentUtcDateTime` instead. */
export function now(): Date {
  return new Date();
}
