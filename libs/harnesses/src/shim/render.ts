import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AskedEvents, Guard } from '../asking/asker.ts';
import { denialOf } from '../asking/guard.ts';
import { answersLayout } from './answers.ts';
import { shellQuote } from './quote.ts';

const SOURCE = new URL('./shim.sh', import.meta.url);
const HOME_LINE = 'hookline_home=$HOOKLINE_HOME';
const HARNESS_LINE = 'hookline_harness=$HOOKLINE_HARNESS';
const FACTS_LINE = '# facts of the harness';

/** Where a harness's hooks find the named facts, and how it takes a card. Values are names of variables. */
export interface ShimSpec {
  readonly harness: string;
  /** `PPID` where the environment names none. */
  readonly pid: string;
  /** The folder the harness works in: `PWD` where nothing says it better. */
  readonly project: string;
  /** The native session, where the environment names it: entries of one session are then taken in their order. */
  readonly session?: string;
  readonly entrypoint?: string;
  /**
   * Where the harness's record is, for harnesses whose payloads do not say: the first of these variables that is set, with
   * the path behind its value. It travels in the entrypoint's place.
   */
  readonly record?: readonly { readonly variable: string; readonly path: string }[];
  readonly card?: {
    /** The event that is answered. */
    readonly event: string;
    /** Where the text goes instead of stdout, the variable that names a file. When empty, nothing is said. */
    readonly file?: string;
  };
  /** The events at which the edge is asked for something to say. */
  readonly asks?: AskedEvents;
  /** The event before a call runs, at which the harness takes a decision. */
  readonly guard?: Guard | undefined;
}

/** The name of the card the shims print: one line of hook JSON, then the salt that says which sessions are held out. */
export const HOOK_CARD = '.hookline-card';
/** The name of the card that is shown as it is: Markdown. */
export const TEXT_CARD = '.hookline-card.md';
/** The names of the lists of what is worth asking about, by kind of event: see `AskedEvents`. */
export const ASK_LISTS: Readonly<Record<keyof AskedEvents, string>> = {
  prompt: '.hookline-prompts',
  call: '.hookline-calls',
  failure: '.hookline-failures',
};

/** Where the installed copy of a harness's shim lies: in the home, so that moving the clone breaks nothing. */
export function shimPath(home: string, harness: string): string {
  return join(home, 'shims', `${harness}.sh`);
}

/**
 * The shim of one harness for one home. The home is written into the copy: a hook must reach the home it was
 * installed for, whatever environment the harness was started with.
 */
export function renderShim(home: string, spec: ShimSpec): string {
  let text = readFileSync(SOURCE, 'utf8');
  const put = (line: string, by: string) => {
    if (!text.includes(`${line}\n`)) throw new Error(`shim.sh has no line ${line}: render.ts must fit it`);
    text = text.replace(`${line}\n`, () => `${by}\n`);
  };
  put(HOME_LINE, `hookline_home=${shellQuote(home)}`);
  put(HARNESS_LINE, `hookline_harness=${spec.harness}`);
  put(FACTS_LINE, factsOf(spec).join('\n'));
  return text;
}

function factsOf({ pid, project, session, entrypoint, record = [], card, asks = {}, guard }: ShimSpec): string[] {
  const facts = [assign('pid', pid), assign('project', project)];
  if (session) facts.push(assign('session', session));
  if (entrypoint) facts.push(assign('entrypoint', entrypoint));
  for (const { variable, path } of [...record].reverse()) {
    facts.push(`[ -z "\${${variable}-}" ] || hookline_record=$${variable}${path}`);
  }
  if (guard) facts.push(`hookline_guarded=${guard.event}`, `hookline_denial=${shellQuote(denialOf(guard))}`);
  const answered = [
    ...(card ? [`hookline_card_event=${card.event}`] : []),
    ...(asks.prompt ? [`hookline_prompts=${asks.prompt}`] : []),
    ...(asks.call ? [`hookline_calls=${asks.call}`] : []),
    ...(asks.failure ? [`hookline_failures=${asks.failure}`] : []),
  ];
  if (!card?.file) return [...facts, ...(card ? [`hookline_card_file=${HOOK_CARD}`] : []), ...answered];
  facts.push(assign('card_to', card.file), `hookline_card_file=${TEXT_CARD}`);
  // Without a file to put it in, nothing that is said would be heard.
  return [...facts, ...answered.map((fact) => `[ -z "$hookline_card_to" ] || ${fact}`)];
}

function assign(fact: string, variable: string): string {
  return `hookline_${fact}=\${${variable}-}`;
}

/** The version a shim's text states, or undefined when it states none. */
export function shimVersion(shim: string): string | undefined {
  return /^hookline_version=([0-9A-Za-z.-]+)$/m.exec(shim)?.[1];
}

/**
 * What the harness runs for one event. Sourcing saves a process per hook. The test in front and the `:`
 * behind keep the status 0 when the home is gone: a plain `sh missing-file` ends with 2, which harnesses
 * take as "block this".
 */
export function hookCommand(path: string, event: string): string {
  const shim = shellQuote(path);
  return `set -- ${event}; [ -r ${shim} ] && . ${shim} || :`;
}

/** The same for an event that tells nothing new: the shim is started only while calls are guarded. */
export function guardCommand(path: string, event: string): string {
  const [shim, guard] = [shellQuote(path), shellQuote(answersLayout(dirname(dirname(path))).guard)];
  return `set -- ${event}; [ -e ${guard} ] && [ -r ${shim} ] && . ${shim} || :`;
}
