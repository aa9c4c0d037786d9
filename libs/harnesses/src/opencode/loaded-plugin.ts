import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Spool, type SpoolEntry } from '@hookline/spool';
import { tempDir } from '@hookline/testing';
import { renderPlugin } from './plugin.ts';

/** The hooks of OpenCode that the plugin takes. */
export interface PluginHooks {
  event(heard: unknown): Promise<void>;
  dispose(): Promise<void>;
  'experimental.chat.system.transform'(asked: unknown, answer: unknown): Promise<void>;
  'chat.message'(asked: unknown, answer: unknown): Promise<void>;
  'tool.execute.before'(asked: unknown, answer: unknown): Promise<void>;
  'tool.execute.after'(asked: unknown, answer: unknown): Promise<void>;
}

/** The folder that OpenCode works in. */
export const directory = '/home/dev/shop-api';

export interface LoadedPlugin extends AsyncDisposable {
  readonly home: string;
  readonly spool: Spool;
  /** What was written into the spool, whole. */
  entries(): Promise<SpoolEntry[]>;
  /** Makes the hooks, as OpenCode does once per folder. */
  make(): Promise<PluginHooks>;
}

/**
 * A plugin as it is installed for a home, loaded as OpenCode loads it. Its module is its own: nothing is known yet. It waits
 * longer for the edge than an installed one, because here the edge always answers; `waitMs` says how long.
 */
export async function loadedPlugin({ waitMs = 30_000, decideMs = 30_000 } = {}): Promise<LoadedPlugin> {
  const folder = await tempDir();
  const home = join(folder.path, "it's a home");
  mkdirSync(home);
  const spool = Spool.open(join(home, 'spool'));
  const file = join(folder.path, 'hookline.mjs');
  const text = renderPlugin(home)
    .replace('const waitMsMax = 50;', `const waitMsMax = ${waitMs};`)
    .replace('{ open: 250, closed: 700 }', `{ open: ${decideMs}, closed: ${decideMs} }`);
  writeFileSync(file, text);
  const { Hookline } = (await import(pathToFileURL(file).href)) as {
    Hookline: (input: unknown) => Promise<PluginHooks>;
  };
  return {
    home,
    spool,
    entries: async () =>
      (await spool.list()).flatMap(({ name }) => {
        const reading = spool.read(name);
        return reading.status === 'complete' ? [reading.entry] : [];
      }),
    make: () => Hookline({ directory }),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
