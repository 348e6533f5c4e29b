// usage: node decrypt.mjs BACKUP PASSWORD_FILE OUT
// Decrypts every *.pgp of a backup directory into OUT, under the same name without .pgp.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as openpgp from 'openpgp';

const [backup, passwordFile, out] = process.argv.slice(2);
const password = await readFile(passwordFile, 'utf8');
for (const name of await readdir(backup, { recursive: true })) {
  if (name.endsWith('.pgp')) {
    const message = await openpgp.readMessage({ binaryMessage: new Uint8Array(await readFile(join(backup, name))) });
    const { data } = await openpgp.decrypt({ message, passwords: [password], format: 'binary' });
    const target = join(out, name.slice(0, -'.pgp'.length));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, data);
  }
}
