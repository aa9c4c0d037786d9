import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellQuote } from './quote.ts';

const SOURCE = new URL('./claude-code.sh', import.meta.url);
const HOME_LINE = 'hookline_home=$HOOKLINE_HOME';

/** Where the installed copy of a harness's shim lies: in the home, so that moving the clone breaks nothing. */
export function shimPath(home: string, harness: string): string {
  return join(home, 'shims', `${harness}.sh`);
}

/**
 * The Claude Code shim for one home. The home is written into the copy: a hook must reach the home it was
 * installed for, whatever environment the harness was started with.
 */
export function renderClaudeCodeShim(home: string): string {
  const source = readFileSync(SOURCE, 'utf8');
  if (!source.includes(HOME_LINE)) throw new Error(`claude-code.sh has no line ${HOME_LINE}: render.ts must fit it`);
  return source.replace(HOME_LINE, () => `hookline_home=${shellQuote(home)}`);
}

/** The version a shim's text states, or undefined when it states none. */
export function shimVersion(shim: string): string | undefined {
  return /^hookline_version=([0-9A-Za-z.-]+)$/m.exec(shim)?.[1];
}

/**
 * What the harness runs for one event. Sourcing saves a process per hook. The test in front and the `:`
 * behind keep the status 0 when the home is gone: a plain `sh missing-file` ends with 2, which Claude Code
 * takes as "block this".
 */
export function hookCommand(path: string, event: string): string {
  const shim = shellQuote(path);
  return `set -- ${event}; [ -r ${shim} ] && . ${shim} || :`;
}
