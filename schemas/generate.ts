/** Writes what the schemas say into `generated/`: `npm run generate`. A published shape is never overwritten. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { asyncApiDocument } from './src/publish/async-api.ts';
import { jsonSchemaFiles } from './src/publish/json-schema.ts';

const folder = new URL('./generated/', import.meta.url);
await mkdir(folder, { recursive: true });

let added = 0;
for (const { name, content } of jsonSchemaFiles()) {
  const published = await readFile(new URL(name, folder), 'utf8').catch(() => undefined);
  if (published === content) continue;
  if (published !== undefined) {
    console.error(`${name}: a published shape never changes: add a version with evolve()`);
    process.exitCode = 1;
    continue;
  }
  // 'wx': a file that exists was published, and what was published never changes.
  await writeFile(new URL(name, folder), content, { flag: 'wx' });
  added += 1;
}
await writeFile(new URL('asyncapi.json', folder), `${JSON.stringify(asyncApiDocument(), null, 2)}\n`);
console.log(`${added} shapes added, asyncapi.json written`);
