import { dirname } from 'node:path';
import { commandClient, findCommand, nodeClient, type Client } from './run-client';
import { operations, type Target } from './model';

/** Clients to measure, and for each that isn't on this machine what to do. */
export interface Clients {
  found: Client[];
  missing: string[];
}

/** Ours, the limit, the SDK, and the tools that people use for this, as fast as they can be set. */
export async function findClients(): Promise<Clients> {
  const clients: Clients = {
    found: [
      nodeClient('ours', 'ours', operations),
      nodeClient('raw', 'raw', operations),
      nodeClient('sdk', 'sdk', operations),
    ],
    missing: [],
  };
  if ((await findCommand('time')) === undefined) {
    clients.missing.push('time: apt-get install time (it measures rclone and azcopy)');
    return clients;
  }
  const rclone = await findCommand('rclone');
  if (rclone === undefined) clients.missing.push('rclone: apt-get install rclone');
  else clients.found.push(rcloneClient(rclone));
  const azcopy = await findCommand('azcopy', '@azure-tools/azcopy-linux/dist/bin/azcopy_linux_amd64');
  if (azcopy === undefined) {
    clients.missing.push(
      'azcopy: npm install --no-save @azure-tools/azcopy-linux, chmod +x its dist/bin/azcopy_linux_amd64, and apt-get install libsecret-1-0',
    );
  } else clients.found.push(azcopyClient(azcopy));
  return clients;
}

function rcloneClient(command: string): Client {
  const tuned = ['--checkers', '32', '--transfers', '32', '--azureblob-list-chunk', '5000', '--fast-list'];
  return commandClient(
    'rclone',
    operations,
    command,
    ({ certFile }, { operation, container, into }) => {
      const [from, to] = [`bench:${container}`, `bench:${into}`];
      const what = {
        list: ['lsf', '-R', from],
        erase: ['delete', from],
        'copy in the service': ['copy', '--no-check-dest', from, to],
        // Without the ability to copy by the service it reads and writes.
        'copy through the client': ['copy', '--no-check-dest', '--disable', 'copy', from, to],
      };
      return [...what[operation], ...tuned, '--ca-cert', certFile];
    },
    ({ url }) => ({
      RCLONE_CONFIG: '/dev/null',
      RCLONE_CONFIG_BENCH_TYPE: 'azureblob',
      RCLONE_CONFIG_BENCH_USE_EMULATOR: 'true',
      RCLONE_CONFIG_BENCH_ENDPOINT: url,
    }),
  );
}

function azcopyClient(command: string): Client {
  const sas = 'sv=2020-10-02&ss=b&srt=sco&sp=rwdlac&se=2099-01-01T00:00:00Z&sig=YmVuY2g%3D';
  const at = ({ url }: Target, container: string) => `${url}/${container}?${sas}`;
  return commandClient(
    'azcopy',
    ['list', 'erase', 'copy in the service'],
    command,
    (target, { operation, container, into }) => {
      const from = at(target, container);
      if (operation === 'list') return ['list', from, '--location=Blob', '--machine-readable'];
      if (operation === 'erase') return ['remove', from, '--from-to=BlobTrash', '--recursive'];
      return ['copy', from.replace('?', '/*?'), at(target, into), '--from-to=BlobBlob', '--recursive'];
    },
    ({ certFile }) => ({
      SSL_CERT_FILE: certFile,
      AZCOPY_CONCURRENCY_VALUE: '32',
      AZCOPY_DISABLE_SYSLOG: 'true',
      // Its logs and plans go where the run's other files are.
      AZCOPY_LOG_LOCATION: dirname(certFile),
      AZCOPY_JOB_PLAN_LOCATION: dirname(certFile),
    }),
  );
}
