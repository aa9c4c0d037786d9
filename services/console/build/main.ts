import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import options from '../vite.config.ts';
import { stampFile } from './places.ts';
import { sourceHash } from './source-hash.ts';

/** Builds the console into the folder named by the first argument. The stamp comes last: it says that all is there. */
const folder = resolve(process.argv[2] ?? 'dist');
const hash = await sourceHash();
await rm(join(folder, stampFile), { force: true });
await build({ ...options, configFile: false, logLevel: 'warn', build: { ...options.build, outDir: folder } });
await writeFile(join(folder, stampFile), `${hash}\n`);
