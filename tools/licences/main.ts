import { readFileSync } from 'node:fs';
import { allowedLicences, exceptions } from './allowed';
import { licenceFindings, type LockFile } from './check';

// From package-lock.json, not from node_modules: it also has the packages of other platforms.
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as LockFile;
const findings = licenceFindings(lock, { allowed: allowedLicences, exceptions });
for (const finding of findings) console.error(finding);
if (findings.length > 0) console.error('tools/licences/allowed.ts says which licences are allowed.');
else console.log(`${Object.keys(lock.packages).length - 1} packages, all under allowed licences.`);
process.exitCode = findings.length === 0 ? 0 : 1;
