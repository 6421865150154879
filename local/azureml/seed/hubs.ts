import { accountOf } from './defaults';
import type { SeedWorkspace } from './seed-file';

/** The hub that a project names, or undefined. */
export function hubOf(workspace: SeedWorkspace, all: readonly SeedWorkspace[]): SeedWorkspace | undefined {
  return all.find((other) => other.kind === 'Hub' && other.name.toLowerCase() === workspace.hub?.toLowerCase());
}

/** Fills in what projects take from their hub: storage account, key vault and registry (Azure docs: hubs). */
export function withHubs(workspaces: readonly SeedWorkspace[]): SeedWorkspace[] {
  return workspaces.map((workspace) => {
    const hub = hubOf(workspace, workspaces);
    if (hub === undefined) return workspace;
    return {
      ...workspace,
      storageAccount: workspace.storageAccount ?? accountOf(hub),
      keyVault: workspace.keyVault ?? hub.keyVault ?? `${hub.name}-kv`,
      containerRegistry: workspace.containerRegistry ?? hub.containerRegistry,
    };
  });
}
