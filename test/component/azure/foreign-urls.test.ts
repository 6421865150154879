import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../../../local/system/certificate';
import { Arm } from '../../../src/azure/arm';
import { registryUrl } from '../../../src/azure/container-registry';
import { MlFlow } from '../../../src/azure/mlflow';
import { RunHistory } from '../../../src/azure/run-history';
import { openRunHistory, type Workspace } from '../../../src/resources/workspace';
import { blobStore } from '../../../src/storage/blob-store';
import { listShares } from '../../../src/storage/files/service';
import { startCanary, type Canary } from '../../fuzz/canary';
import { trust } from '../files/trust';
import { startIdentity, type Identity } from '../storage/bulk-tamper';

/** What a service answers: redirections, or JSON with URLs in it. */
interface Trap {
  status?: number;
  headers?: Record<string, string>;
  body?: object;
}

const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w';
const workspace = (discoveryUrl: string) => ({ id, discoveryUrl }) as Workspace;
const reason = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work();
    return 'none';
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
  }
};

describe('URLs and names that a service gives', () => {
  let dir: string;
  let canary: Canary;
  let identity: Identity;
  let url: string;
  let trap: (path: string) => Trap;
  let stopTrap: () => void;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'foreign-urls-'));
    const certificate = await makeCertificate(dir);
    trust(certificate.pem);
    canary = await startCanary(certificate);
    identity = await startIdentity();
    const tls = { cert: readFileSync(certificate.certFile), key: readFileSync(certificate.keyFile) };
    const server = createServer(tls, (request, response) => {
      const { status = 200, headers = {}, body = {} } = trap(request.url ?? '/');
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    stopTrap = () => {
      server.close();
      server.closeAllConnections();
    };
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    Object.assign(process.env, {
      IDENTITY_ENDPOINT: identity.url,
      IDENTITY_HEADER: 'header',
      READER_CLIENT_ID: '00000000-0000-0000-0000-000000000002',
      RequestStorage__blobServiceUri: `${url}/requests`,
      CLOUD_ARM_ENDPOINT: url,
      CLOUD_AZUREML_HOSTS: '127.0.0.1',
      CLOUD_BLOB_ENDPOINT_TEMPLATE: `https://{account}.localhost:${new URL(url).port}`,
      CLOUD_FILE_ENDPOINT_TEMPLATE: `https://{account}.localhost:${new URL(url).port}`,
    });
  });

  afterAll(async () => {
    stopTrap();
    await identity.stop();
    await canary.stop();
    await rm(dir, { recursive: true, force: true });
  });

  afterEach(() => expect(canary.calls).toEqual([]));

  it('would be heard of by the canary, if they were followed', async () => {
    trap = () => ({ body: { history: url, value: [] } });
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    await fetch(canary.url, { headers: { authorization: 'Bearer x' } });
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    expect(canary.calls.splice(0)).toEqual(['GET / (with a token)']);
  });

  it('lead no list and no operation of Resource Manager elsewhere', async () => {
    const arm = new Arm('reader');
    for (const nextLink of [
      `${canary.url}/subscriptions/s/x`,
      `//${new URL(canary.url).host}/x`,
      `${url}@${new URL(canary.url).host}/x`,
    ]) {
      trap = () => ({ body: { value: [], nextLink } });
      expect(await reason(async () => arm.page((await arm.page('/subscriptions/s/x')).next ?? ''))).toBe('ForeignUrl');
      expect(await reason(() => arm.send('GET', nextLink))).toBe('ForeignUrl');
    }
  });

  it.each([301, 302, 303, 307, 308])('lead nobody elsewhere by a redirection (%s)', async (status) => {
    trap = () => ({ status, headers: { location: `${canary.url}/elsewhere` } });
    await reason(() => new Arm('reader').get('/subscriptions/s/x'));
    await reason(() => RunHistory.of(id, `${url}/discovery`));
    await reason(() => new MlFlow(`${url}/mlflow`).metricNames('run'));
  });

  it('lead no run history and no metrics elsewhere', async () => {
    trap = () => ({ body: { history: canary.url } });
    for (const discovery of [
      `${canary.url}/discovery`,
      `${url}/discovery`,
      `http://127.0.0.1:1/`,
      'no url',
      `https://127.0.0.1.${new URL(canary.url).hostname}/`,
    ]) {
      const { gap } = await openRunHistory(workspace(discovery));
      expect(gap?.code).toBe('run_history_unreachable');
    }
    for (const tracking of [canary.url, canary.url.replace('https', 'azureml'), 'azureml://x@localhost/']) {
      expect(() => new MlFlow(tracking)).toThrow('on another host');
    }
  });

  it.each(['x.evil', 'x/', 'localhost:1/', 'a@b', '$&', '', '..', 'a'.repeat(64)])(
    'make no host name of the name of an account: %j',
    async (account) => {
      const range = { account, container: 'c', path: 'p/', kind: 'prefix' as const };
      expect(await reason(() => blobStore.list(range).next())).toBe('UnsafeName');
      expect(await reason(() => blobStore.list({ ...range, kind: 'blob' }).next())).toBe('UnsafeName');
      expect(await reason(() => listShares(account))).toBe('UnsafeName');
      expect(() => registryUrl(account)).toThrow('cannot stand in a host name');
    },
  );
});
