/** Under this name a host that controls time, which only tests do, leaves its clock for the app. */
const hostClock = Symbol.for('azureml-data-requests.clock');

/** The one source of time of the app's own code. Orchestrators have `context.df.currentUtcDateTime` instead. */
export function now(): Date {
  const clock = (globalThis as { [hostClock]?: () => Date })[hostClock];
  return clock?.() ?? new Date();
}
