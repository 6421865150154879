import { createHash } from 'node:crypto';
import { guidOf } from '../ids';
import type { JsonObject } from '../json';
import type { ResourceRecord } from '../records';
import { resourceId } from '../records';
import { DEFAULT_LOCATION, DEFAULT_RESOURCE_GROUP, DEFAULT_SUBSCRIPTION } from './defaults';
import type { SeedDependent, SeedInsights, SeedKeyVault, SeedLogAnalytics, SeedRegistry } from './seed-dependents';
import type { SeedFile, SeedWorkspace } from './seed-file';

/** The key vaults, registries and telemetry resources of a seed: those it names and those that workspaces imply. */
export class Dependents {
  private readonly vaults: Map<string, SeedKeyVault>;
  private readonly registries: Map<string, SeedRegistry>;
  private readonly insights: Map<string, SeedInsights>;
  private readonly logs: Map<string, SeedLogAnalytics>;

  constructor(
    seed: SeedFile,
    private readonly tenantId: string,
  ) {
    this.vaults = byName(seed.keyVaults);
    this.registries = byName(seed.registries);
    this.insights = byName(seed.applicationInsights);
    this.logs = byName(seed.logAnalytics);
    // Hubs first: what a project takes from its hub lies where the hub lies.
    const hubs = seed.workspaces.filter((workspace) => workspace.kind === 'Hub');
    for (const workspace of [...hubs, ...seed.workspaces]) this.addImplied(workspace);
    for (const component of this.insights.values()) {
      if (component.logAnalytics !== undefined) addMissing(this.logs, component.logAnalytics, component);
    }
  }

  vaultId(workspace: SeedWorkspace): string {
    return idOf('Microsoft.KeyVault/vaults', this.vaults.get(vaultName(workspace).toLowerCase()));
  }

  /** Null when the workspace has none: Azure makes one for the first image. */
  registryId({ containerRegistry }: SeedWorkspace): string | null {
    if (containerRegistry === undefined) return null;
    return idOf('Microsoft.ContainerRegistry/registries', this.registries.get(containerRegistry.toLowerCase()));
  }

  insightsId(workspace: SeedWorkspace): string {
    return idOf('Microsoft.Insights/components', this.insights.get(insightsName(workspace).toLowerCase()));
  }

  /** All of them as records. */
  records(): ResourceRecord[] {
    return [
      ...[...this.vaults.values()].map((vault) => this.vaultRecord(vault)),
      ...[...this.registries.values()].map(registryRecord),
      ...[...this.insights.values()].map((component) => this.insightsRecord(component)),
      ...[...this.logs.values()].map(logsRecord),
    ];
  }

  private addImplied(workspace: SeedWorkspace): void {
    addMissing(this.vaults, vaultName(workspace), workspace);
    if (workspace.containerRegistry !== undefined) addMissing(this.registries, workspace.containerRegistry, workspace);
    const name = insightsName(workspace);
    if (this.insights.has(name.toLowerCase())) return;
    this.insights.set(name.toLowerCase(), { ...placeOf(workspace), name, logAnalytics: `${workspace.name}-la` });
  }

  private vaultRecord(vault: SeedKeyVault): ResourceRecord {
    const properties: JsonObject = {
      tenantId: this.tenantId,
      sku: { family: 'A', name: 'standard' },
      vaultUri: `https://${vault.name}.vault.azure.net/`,
      enableSoftDelete: true,
      softDeleteRetentionInDays: vault.softDeleteRetentionInDays ?? 90,
      enableRbacAuthorization: true,
      provisioningState: 'Succeeded',
    };
    // Azure shows this member only where it is on: it cannot be turned off again.
    if (vault.purgeProtection === true) properties.enablePurgeProtection = true;
    return recordOf('vaults', 'Microsoft.KeyVault/vaults', vault, { properties });
  }

  private insightsRecord(component: SeedInsights): ResourceRecord {
    const type = 'Microsoft.Insights/components';
    const id = idOf(type, component);
    const properties: JsonObject = {
      Application_Type: 'web',
      AppId: guidOf(`app:${id}`),
      InstrumentationKey: guidOf(`instrumentation:${id}`),
      IngestionMode: component.logAnalytics === undefined ? 'ApplicationInsights' : 'LogAnalytics',
      RetentionInDays: 90,
      provisioningState: 'Succeeded',
    };
    if (component.logAnalytics !== undefined) {
      const workspace = this.logs.get(component.logAnalytics.toLowerCase());
      properties.WorkspaceResourceId = idOf('Microsoft.OperationalInsights/workspaces', workspace);
    }
    return recordOf('insightsComponents', type, component, { kind: 'web', properties, rows: component.rows ?? {} });
  }
}

function registryRecord(registry: SeedRegistry): ResourceRecord {
  const repositories = (registry.repositories ?? []).map(({ name, manifests = [{}] }) => ({
    name,
    manifests: manifests.map(({ tags = ['latest'], size = 1_048_576 }, index) => ({
      digest: `sha256:${createHash('sha256').update(`${registry.name}/${name}/${index}`).digest('hex')}`,
      tags,
      size,
      createdOn: new Date(Date.parse('2024-01-08T09:00:00Z') + index * 3_600_000).toISOString(),
    })),
  }));
  const properties = {
    loginServer: `${registry.name}.azurecr.io`,
    adminUserEnabled: false,
    provisioningState: 'Succeeded',
  };
  const body = { sku: { name: 'Standard', tier: 'Standard' }, properties, repositories };
  return recordOf('registries', 'Microsoft.ContainerRegistry/registries', registry, body);
}

function logsRecord(logs: SeedLogAnalytics): ResourceRecord {
  const type = 'Microsoft.OperationalInsights/workspaces';
  const customerId = guidOf(`customer:${idOf(type, logs)}`);
  const properties = { customerId, sku: { name: 'PerGB2018' }, retentionInDays: 30, provisioningState: 'Succeeded' };
  const body = { properties, rows: logs.rows ?? {}, basicTables: logs.basicTables ?? [] };
  return recordOf('operationalInsightsWorkspaces', type, logs, body);
}

function recordOf(records: string, type: string, item: SeedDependent, body: JsonObject): ResourceRecord {
  const full = { location: item.location ?? DEFAULT_LOCATION, tags: {}, ...body };
  return { type: records, scope: idOf(type, item), name: item.name, createdAt: '', body: full };
}

function vaultName(workspace: SeedWorkspace): string {
  return workspace.keyVault ?? `${workspace.name}-kv`;
}

function insightsName(workspace: SeedWorkspace): string {
  return workspace.applicationInsights ?? `${workspace.name}-ai`;
}

function placeOf({ subscriptionId, resourceGroup, location }: SeedDependent): Omit<SeedDependent, 'name'> {
  return { subscriptionId, resourceGroup, location };
}

function addMissing(items: Map<string, SeedDependent>, name: string, at: SeedDependent): void {
  if (!items.has(name.toLowerCase())) items.set(name.toLowerCase(), { ...placeOf(at), name });
}

function byName<Item extends SeedDependent>(items: readonly Item[] = []): Map<string, Item> {
  return new Map(items.map((item) => [item.name.toLowerCase(), item]));
}

function idOf(type: string, item: SeedDependent | undefined): string {
  if (item === undefined) throw new Error(`The seed has no resource of type ${type} where one is implied.`);
  const { subscriptionId = DEFAULT_SUBSCRIPTION, resourceGroup = DEFAULT_RESOURCE_GROUP, name } = item;
  return resourceId({ subscriptionId, resourceGroup }, type, name);
}
