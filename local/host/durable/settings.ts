/** The part of host.json's `extensions.durableTask` that this engine follows. */
export interface DurableSettings {
  hubName: string;
  maxConcurrentActivities: number;
  maxConcurrentOrchestrators: number;
  defaultVersion?: string;
  versionMatch: 'None' | 'Strict' | 'CurrentOrOlder';
  versionFailure: 'Reject' | 'Fail';
  /** Whether starting an instance id that is pending, running or suspended replaces the instance. */
  startReplacesRunning: boolean;
}

/** Reads the settings. Throws an error that names the setting if its value isn't one that the engine knows. */
export function readSettings(hostJson: Record<string, unknown>): DurableSettings {
  const storageType = (hostJson.storageProvider as { type?: unknown } | undefined)?.type;
  if (storageType !== undefined && storageType !== 'azure' && storageType !== 'AzureStorage') {
    throw new Error(`durableTask.storageProvider.type '${text(storageType)}': the embedded host has its own storage.`);
  }
  return {
    hubName: typeof hostJson.hubName === 'string' ? hostJson.hubName : 'TestHubName',
    maxConcurrentActivities: count(hostJson, 'maxConcurrentActivityFunctions'),
    maxConcurrentOrchestrators: count(hostJson, 'maxConcurrentOrchestratorFunctions'),
    defaultVersion: typeof hostJson.defaultVersion === 'string' ? hostJson.defaultVersion : undefined,
    versionMatch: choice(hostJson, 'versionMatchStrategy', ['CurrentOrOlder', 'None', 'Strict']),
    versionFailure: choice(hostJson, 'versionFailureStrategy', ['Reject', 'Fail']),
    startReplacesRunning:
      choice(hostJson, 'overridableExistingInstanceStates', ['NonRunningStates', 'AnyState']) === 'AnyState',
  };
}

function count(hostJson: Record<string, unknown>, name: string): number {
  const value = hostJson[name] ?? 10;
  if (!Number.isInteger(Number(value)) || Number(value) < 1) {
    throw new Error(`durableTask.${name} must be a positive whole number, not '${text(value)}'.`);
  }
  return Number(value);
}

/** The first choice is the default. Names in host.json are compared without case. */
function choice<T extends string>(hostJson: Record<string, unknown>, name: string, choices: [T, ...T[]]): T {
  const value = hostJson[name];
  if (value === undefined) return choices[0];
  const found = choices.find((each) => each.toLowerCase() === text(value).toLowerCase());
  if (found === undefined)
    throw new Error(`durableTask.${name} must be ${choices.join(' or ')}, not '${text(value)}'.`);
  return found;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
