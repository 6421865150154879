import { readFileSync } from 'node:fs';
import { request } from 'node:https';

/** Where the emulator is, and what opens its admin routes. */
export interface AdminAccess {
  emulatorUrl: string;
  adminKey: string;
  caFile: string;
}

/** What an admin route of the emulator answers. Throws for anything but 200. */
export async function adminGet(route: string, options: AdminAccess): Promise<unknown> {
  const url = new URL(route, options.emulatorUrl);
  const headers = { 'x-emulator-admin': options.adminKey };
  return new Promise((resolve, reject) => {
    const call = request(url, { headers, ca: readFileSync(options.caFile) }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`The emulator answered ${response.statusCode}: ${text}`));
      });
    });
    call.once('error', reject);
    call.end();
  });
}
