// usage: node decrypt.mjs BACKUP PASSWORD_FILE OUT
// Compares every object with the manifest, and decrypts it into OUT under the same name without .pgp.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as openpgp from 'openpgp';

const [backup, passwordFile, out] = process.argv.slice(2);
const password = await readFile(passwordFile, 'utf8');
const manifest = JSON.parse(await readFile(join(backup, 'manifest.json'), 'utf8'));
for (const { name, length, sha256 } of manifest.objects) {
  const sealed = await readFile(join(backup, name));
  if (sealed.length !== length || createHash('sha256').update(sealed).digest('hex') !== sha256) {
    throw new Error(`${name} is not what the manifest says`);
  }
  const message = await openpgp.readMessage({ binaryMessage: new Uint8Array(sealed) });
  const { data } = await openpgp.decrypt({ message, passwords: [password], format: 'binary' });
  const target = join(out, name.slice(0, -'.pgp'.length));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, data);
}
