import type { EmulatorContext } from '../context';
import { asString } from '../json';

/** Where a workspace keeps what its jobs write; undefined when there is no such workspace. */
export function artifactStoreOf(
  scope: string,
  context: EmulatorContext,
): { account: string; container: string } | undefined {
  const body = context.state.list('workspaces', scope)[0]?.body;
  const account = asString(body?.account);
  // States of older versions do not name the container, which was the same for all.
  return account === undefined ? undefined : { account, container: asString(body?.artifactContainer) ?? 'azureml' };
}
