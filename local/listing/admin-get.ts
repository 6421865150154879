import { readFileSync } from 'node:fs';
import { request } from 'node:https';

/** Where the emulator is, and what opens its admin routes. */
export interface AdminAccess {
  emulatorUrl: string;
  adminKey: string;
  caFile: string;
}

/** What an admin route of the emulator answers. Throws for anything but 200. */
export async function adminGet(route: string, { emulatorUrl, adminKey, caFile }: AdminAccess): Promise<unknown> {
  return JSON.parse(await adminText(new URL(route, emulatorUrl), { 'x-emulator-admin': adminKey }, caFile));
}

/** The text that an admin route answers. Throws for anything but 200. */
export async function adminText(url: URL, headers: Record<string, string>, caFile: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request(url, { headers, ca: readFileSync(caFile) }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${url.pathname} was answered by ${response.statusCode}: ${text}`));
      });
    });
    call.once('error', reject);
    call.end();
  });
}
