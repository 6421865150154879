import { AppClient } from './app-client';
import { startSystem, type System } from './system';

/** Gives the cases of a file a running host, and stops it after the last one. */
export function useSystem(): { readonly system: System; readonly app: AppClient } {
  let running: System | undefined;
  beforeAll(async () => {
    running = await startSystem();
  });
  afterAll(() => running?.stop());
  const system = () => {
    if (!running) throw new Error('The system is there only while cases run.');
    return running;
  };
  return {
    get system() {
      return system();
    },
    get app() {
      return new AppClient(system().baseUrl);
    },
  };
}
