import type { RunningSystem } from '../../local/system/system';
import { pause } from './app-client';
import type { Interruption, Target } from './schedule';

/** The storage comes back first: what starts without it would only fail and try again. */
const order: readonly Target[] = ['network', 'storage', 'emulator', 'host'];

/** Milliseconds between two cuts while the network is bad. */
const betweenCuts = 150;

/** Carries out one interruption: takes its targets away at once and brings them back. */
export async function interrupt(system: RunningSystem, { targets, down }: Interruption): Promise<void> {
  await Promise.all(targets.map((target) => take(system, target)));
  if (targets.includes('network')) await cutAgain(system, down);
  else await pause(down);
  for (const target of order.filter((one) => targets.includes(one))) await bringBack(system, target);
}

async function take(system: RunningSystem, target: Target): Promise<void> {
  if (target === 'host') return system.host?.kill();
  if (target === 'emulator') return system.emulator.kill();
  if (target === 'network') return cut(system);
  // What it still took from the host while it saves would be lost.
  const { blob, queue } = system.proxies?.storage ?? {};
  await Promise.all([blob?.down(), queue?.down()]);
  await system.azurite.stop();
}

async function bringBack(system: RunningSystem, target: Target): Promise<void> {
  if (target === 'network') return;
  if (target === 'host') return system.restartHost();
  if (target === 'emulator') return system.restartEmulator();
  await system.restartStorage();
  const { blob, queue } = system.proxies?.storage ?? {};
  await Promise.all([blob?.up(), queue?.up()]);
}

/** Resets every connection of the host, in the middle of whatever is on it. */
function cut({ proxies }: RunningSystem): void {
  if (proxies)
    for (const proxy of [proxies.storage.blob, proxies.storage.queue, proxies.customers, proxies.emulator]) proxy.cut();
}

async function cutAgain(system: RunningSystem, milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= betweenCuts) {
    await pause(Math.min(left, betweenCuts));
    cut(system);
  }
}
