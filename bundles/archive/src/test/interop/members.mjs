// usage: node members.mjs INDEX_JSON OUT
// Lists the members of a backup's tars, each ended by NUL: OUT/cut (files that are cut), OUT/parts (their parts), OUT/whole (all others).
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const [indexFile, out] = process.argv.slice(2);
const index = JSON.parse(await readFile(indexFile, 'utf8'));
const entries = index.entries.filter((entry) => entry.type !== 'omitted');
for (const { section, path, reason, detail } of index.entries.filter((entry) => entry.type === 'omitted')) {
  console.error(`not in this backup: ${section}/${path}: ${reason} ${detail}`);
}
const name = (entry) => entry.section + (entry.path === '' ? '' : '/' + entry.path);
const part = (entry, number) => name(entry) + '.part-' + String(number + 1).padStart(6, '0');
const cut = entries.filter((entry) => entry.parts.length > 1);
const write = (file, names) => writeFile(join(out, file), names.map((n) => n + '\0').join(''));
await write('cut', cut.map(name));
await write('parts', cut.flatMap((entry) => entry.parts.map((_, number) => part(entry, number))));
await write('whole', entries.filter((entry) => entry.parts.length === 1).map(name));
