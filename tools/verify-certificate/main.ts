import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { verify } from './verify';
import { inOneLine } from './terminal';

const usage = `Usage: npm run verify-certificate -- CERTIFICATE [OUTCOME DOCUMENT…] [options]

  --keys FILE      the published keys (GET /api/certificates/keys)
  --sha256 HASH    the hash from the result message
  --proof FILE     a proof of single lines (GET …/certificate/proof)
  --previous FILE  the certificate that this one follows
  --secret FILE    mark-secret.json of the request
  --help           this text

docs/certificate.md says what is checked. Exit code: 0 nothing is wrong, 1 something is, 2 a file can't be read.
`;

function main(): number {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...{ keys: text, sha256: text, proof: text, previous: text, secret: text },
      help: { type: 'boolean' },
    },
  });
  const [certificate, ...records] = positionals;
  if (values.help === true || certificate === undefined) {
    process.stdout.write(usage);
    return values.help === true ? 0 : 2;
  }
  const schema = join(__dirname, '../../../docs/certificate.schema.json');
  const report = verify({ certificate, records, schema, ...values });
  process.stdout.write(report.text());
  return report.failed ? 1 : 0;
}

try {
  process.exitCode = main();
} catch (thrown) {
  process.stderr.write(`${inOneLine((thrown as Error).message)}\n`);
  process.exitCode = 2;
}
