import { fileURLToPath } from 'node:url';

/** The folder of this package: sources, and `dist` where an image carries the console built. */
export const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** Written last into a build: what it was made from. A folder without it is not a finished build. */
export const stampFile = 'built-from.txt';
