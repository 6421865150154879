import { startFaultProxy, type FaultProxy } from '../fault-proxy/fault-proxy';
import { startTcpProxy, type TcpProxy } from '../fault-proxy/tcp-proxy';
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
  storage: { blob: TcpProxy; queue: TcpProxy };
  /** Before the customers' accounts; the same as Azurite's blobs where they are there. */
  customers: TcpProxy;
  /** Before Azure Resource Manager and what else the emulator plays. Tokens come past it. */
  emulator: FaultProxy;
  stop(): Promise<void>;
}

/** Starts a proxy before each service, on free ports. */
export async function startProxies(services: Services, certificate: Certificate): Promise<Proxies> {
  const { azurite, blobUrl, emulator } = services;
  const before = (url: string): Promise<TcpProxy> => startTcpProxy({ targetPort: Number(new URL(url).port) });
  const blob = await before(azurite.blobEndpoint);
  const queue = await before(azurite.queueEndpoint);
  const customers = blobUrl === azurite.blobEndpoint ? blob : await before(blobUrl);
  // Next pages and operations are links, which have to lead through the proxy, too.
  const arm = await startFaultProxy({ target: emulator.url, certificate, adoptLinks: true });
  return {
    ...{ storage: { blob, queue }, customers, emulator: arm },
    async stop() {
      for (const proxy of new Set([blob, queue, customers, arm])) await proxy.stop();
    },
  };
}

/** The services as they are reached through the proxies. */
export function passThrough({ azurite, emulator }: Services, proxies: Proxies): Services {
  const at = ({ port }: TcpProxy): string => `https://127.0.0.1:${port}`;
  const { blob, queue } = proxies.storage;
  return {
    azurite: { ...azurite, blobEndpoint: at(blob), queueEndpoint: at(queue) },
    blobUrl: at(proxies.customers),
    emulator: { ...emulator, url: proxies.emulator.url },
  };
}
