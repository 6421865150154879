import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { StorageEndpoints } from './blob-store';
import { BlobStore } from './blob-store';
import { CallLog } from './calls';
import type { EmulatorContext } from './context';
import { carryOut } from './effects';
import { Faults } from './faults';
import { FileShares } from './files/file-shares';
import { addIdentityRoutes } from './identity';
import { Operations } from './operations';
import { loadSecrets } from './secrets';
import { putRecords, settingsNote } from './seed/apply';
import { writeBlobs } from './seed/apply-storage';
import { writeShares } from './seed/apply-shares';
import { planSeed } from './seed/plan';
import { readSeed } from './seed/read';
import { createServer } from './server';
import { DEFAULT_SWITCHES } from './settings';
import type { Settings } from './settings';
import { State } from './state';
import { TokenService } from './tokens';

/** What the emulator is started with; files are paths. */
export interface EmulatorOptions {
  seedFile: string;
  certFile: string;
  keyFile: string;
  stateDir: string;
  storage: StorageEndpoints;
  /** 0 takes a free port. */
  port?: number;
  identityPort?: number;
}

/** A running emulator. */
export interface Emulator {
  url: string;
  identityEndpoint: string;
  identityHeader: string;
  adminKey: string;
  readerClientId: string;
  eraserClientId: string;
  stop: () => Promise<void>;
}

/** Starts the emulator. The seed is loaded only into an empty state; otherwise the state goes on as it was. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const cert = readFileSync(options.certFile, 'utf8');
  const key = readFileSync(options.keyFile, 'utf8');
  const secrets = loadSecrets(options.stateDir);
  const state = new State(options.stateDir);
  const blobs = new BlobStore(options.storage, cert);
  const files = new FileShares(join(options.stateDir, 'files'));
  const settings = await loadSettings(state, blobs, files, options.seedFile);
  const now = (): Date => new Date();
  let url = '';
  // The operations need the context and the context the operations: the effect runs only after both exist.
  const operations: Operations = new Operations(state, (operation) => carryOut(operation, context), Date.now);
  const context: EmulatorContext = { state, settings, blobs, files, operations, now, baseUrl: () => url };
  const tokens = new TokenService(secrets.tokenSecret, settings.tenantId);
  const adminKey = secrets.adminKey;
  const server = createServer({ context, tokens, cert, key, adminKey, faults: new Faults(), calls: new CallLog() });
  url = await listen(server, options.port ?? 0);
  const identity = Fastify({ forceCloseConnections: true });
  addIdentityRoutes(identity, { header: secrets.identityHeader, tokens, settings, now });
  const identityUrl = await listen(identity, options.identityPort ?? 0);
  operations.resume();
  return {
    url,
    identityEndpoint: `${identityUrl}/msi/token`,
    identityHeader: secrets.identityHeader,
    adminKey,
    readerClientId: settings.identities.reader.clientId,
    eraserClientId: settings.identities.eraser.clientId,
    async stop() {
      await Promise.all([server.close(), identity.close()]);
      await operations.stop();
      state.close();
      files.close();
    },
  };
}

async function loadSettings(state: State, blobs: BlobStore, files: FileShares, seedFile: string): Promise<Settings> {
  const known = state.note('settings');
  if (known !== undefined) return withDefaults(known as unknown as Settings);
  state.clear();
  files.clear();
  const plan = planSeed(readSeed(seedFile));
  await writeBlobs(plan, blobs);
  writeShares(plan.shares, files);
  putRecords(state, plan.records);
  // Written last: a state without settings is a seed that was interrupted, and is loaded anew.
  state.setNote('settings', settingsNote(plan));
  return plan.settings;
}

// A state of an older version knows nothing of what came later.
function withDefaults(settings: Omit<Settings, 'forbiddenSubscriptions'>): Settings {
  return { forbiddenSubscriptions: [], ...settings, switches: { ...DEFAULT_SWITCHES, ...settings.switches } };
}

async function listen(server: FastifyInstance, port: number): Promise<string> {
  return server.listen({ host: '127.0.0.1', port });
}
