import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const source = new URL('./plugin.js', import.meta.url);
const memorySource = new URL('./plugin-memory.js', import.meta.url);
const memoryLine = "import { memoryOf } from './plugin-memory.js';\n";
const homeLine = "const home = '__HOOKLINE_HOME__';";

/** Words that every version of the plugin has. */
export const pluginMark = 'hookline-opencode-plugin';

/** The plugin for one home, which is written into it: it must feed the home it was installed for. It is one file whole. */
export function renderPlugin(home: string): string {
  const [plugin, memory] = [readFileSync(source, 'utf8'), readFileSync(memorySource, 'utf8')];
  for (const line of [homeLine, memoryLine]) {
    if (!plugin.includes(line)) throw new Error(`plugin.js has no line ${line}: plugin.ts must fit it`);
  }
  const imports = memory.split('\n').filter((line) => line.startsWith('import ') && !plugin.includes(`${line}\n`));
  const body = memory
    .split('\n')
    .filter((line) => !line.startsWith('import '))
    .join('\n')
    .replace(/^export /gm, '');
  return plugin
    .replace(memoryLine, () => imports.map((line) => `${line}\n`).join(''))
    .replace(homeLine, () => `const home = ${JSON.stringify(home)};`)
    .concat(`\n${body}`);
}

/** The version a plugin's text states, or undefined when it states none. */
export function pluginVersion(text: string): string | undefined {
  return /hookline-opencode-plugin version (\d+)/.exec(text)?.[1];
}

/** The home that a plugin's text feeds. */
export function pluginHome(text: string): string | undefined {
  const line = /^const home = (".*");$/m.exec(text)?.[1];
  try {
    return line === undefined ? undefined : String(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** The file in a folder of OpenCode's configuration. */
export function pluginPath(configDir: string): string {
  return join(configDir, 'plugin', 'hookline.js');
}

/** The same file below the other name that OpenCode knows for the folder. */
export function otherPluginPath(path: string): string {
  return join(dirname(dirname(path)), 'plugins', basename(path));
}
