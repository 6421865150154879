import { startFaultProxy, type FaultProxy } from '../fault-proxy/fault-proxy';
import type { Azurite } from './azurite';
import type { Certificate } from './certificate';
import type { EmulatorReady } from './host-settings';

/** The services that the host calls. `blobUrl` is where the customers' accounts are, in Azurite or beside it. */
export interface Services {
  azurite: Azurite;
  blobUrl: string;
  emulator: EmulatorReady;
}

/** What stands between the host and its services. */
export interface Proxies {
  /** Before Azurite. */
  storage: { blob: FaultProxy; queue: FaultProxy };
  /** Before the customers' accounts; the same as Azurite's blobs where they are there. */
  customers: FaultProxy;
  /** Before Azure Resource Manager and what else the emulator plays, but tokens. */
  emulator: FaultProxy;
  /** Before the endpoint that gives tokens. */
  identity: FaultProxy;
  stop(): Promise<void>;
}

/** Starts a proxy before each service, on free ports. */
export async function startProxies(services: Services, certificate: Certificate): Promise<Proxies> {
  const { azurite, blobUrl, emulator } = services;
  const before = (target: string): Promise<FaultProxy> => startFaultProxy({ target, certificate });
  const blob = await before(azurite.blobEndpoint);
  const queue = await before(azurite.queueEndpoint);
  const customers = blobUrl === azurite.blobEndpoint ? blob : await before(blobUrl);
  // Next pages and operations are links, which have to lead through the proxy, too.
  const arm = await startFaultProxy({ target: emulator.url, certificate, adoptLinks: true });
  const identity = await startFaultProxy({ target: new URL(emulator.identityEndpoint).origin });
  return {
    ...{ storage: { blob, queue }, customers, emulator: arm, identity },
    async stop() {
      for (const proxy of new Set([blob, queue, customers, arm, identity])) await proxy.stop();
    },
  };
}

/** The services as they are reached through the proxies. */
export function passThrough({ azurite, emulator }: Services, proxies: Proxies): Services {
  const { blob, queue } = proxies.storage;
  return {
    azurite: { ...azurite, blobEndpoint: blob.url, queueEndpoint: queue.url },
    blobUrl: proxies.customers.url,
    emulator: {
      ...emulator,
      url: proxies.emulator.url,
      identityEndpoint: proxies.identity.url + new URL(emulator.identityEndpoint).pathname,
    },
  };
}
