import type { Call, Story } from '../facts/story.ts';
import { commandKey } from './command-key.ts';
import { type SimpleCommand, simpleCommands } from './simple-commands.ts';

/** One program that a shell call ran, with what the call tells of it. */
export interface ShellRun {
  readonly call: Call;
  /** See `commandKey`. */
  readonly key: string;
  /** The program with its arguments, as it was run, at most 200 characters. */
  readonly command: string;
  readonly words: readonly string[];
  /** Undefined where the status of the whole line does not tell. */
  readonly ok: boolean | undefined;
  /** Of the whole call, where no other program counted. */
  readonly durationMs: number | undefined;
}

const commandLengthMax = 200;
const keyLengthMax = 120;

/** Programs that only look at, shorten or announce what another one says: the time of a call is that of the other. */
const companions = new Set(
  'echo printf tail head grep rg sed awk cat tee sort uniq wc true pwd ls export set'.split(' '),
);
/** Programs that say no by failing. */
const answering = new Set(
  'grep egrep fgrep rg ag ack diff cmp test [ [[ which type command pgrep find fd jq false exit return'.split(' '),
);
const answeringKeys = new Set([
  'git diff',
  'git grep',
  'git check-ignore',
  'git ls-remote',
  'git merge-base',
  'gh pr checks',
  'gh run watch',
]);

const known = new WeakMap<Story, readonly ShellRun[]>();

/**
 * The programs that a session's shell calls ran to their end, in its order. Calls that went to the background, that were
 * denied, invalid or left open, and lines that cannot be read as a command line tell nothing and are left out; so are
 * sessions of which nobody said whose project they are.
 */
export function shellRuns(story: Story): readonly ShellRun[] {
  if (story.project === '-') return [];
  const before = known.get(story);
  if (before !== undefined) return before;
  const runs = story.steps.flatMap((step) => (step.type === 'call' ? runsOfCall(step) : []));
  known.set(story, runs);
  return runs;
}

/** The programs that a shell call ran to their end, in order; none of any other call. */
export function runsOfCall(call: Call): ShellRun[] {
  if (call.command === undefined || call.background || (call.outcome !== 'ok' && call.outcome !== 'failed')) return [];
  const commands = simpleCommands(withoutDocuments(call.command));
  const mattering = commands.filter(({ words }) => !companions.has(words[0]!));
  const isCut =
    /\[Request interrupted|^Exit code 13[07]\b/.test(call.text ?? '') || call.exitCode === 130 || call.exitCode === 137;
  return commands.flatMap((command, index) => {
    const key = commandKey(command.words);
    if (key === '' || key.length > keyLengthMax) return [];
    return {
      call,
      key,
      command: textOf(command),
      words: command.words,
      ok: isCut || isAnswer(call, key, command) ? undefined : okOf(call.outcome === 'ok', commands, index),
      durationMs: mattering.length === 1 ? call.durationMs : undefined,
    };
  });
}

/** The line with each message that is given as a here-document as one argument, as in `git commit -m "$(cat <<EOF …`. */
export function withoutDocuments(line: string): string {
  return line.replaceAll(/"\$\(cat <<-?\s*['"]?(\w+)['"]?\n[\s\S]*?\n\s*\1\s*\)"/g, '"…"');
}

/** A program that failed to say no, rather than because something is wrong. */
function isAnswer({ outcome, exitCode, text = '' }: Call, key: string, { words }: SimpleCommand): boolean {
  if (outcome !== 'failed' || !(answering.has(words[0]!) || answeringKeys.has(key))) return false;
  return exitCode === 1 || /^(Exit code 1\b|\s*$)/.test(text);
}

/**
 * What the status of a whole line says of one of its programs: a success that of everything joined to the end by `&&`,
 * a failure that of the last one, unless an `&&` or `||` before its pipe may have kept it from running.
 */
function okOf(succeeded: boolean, commands: readonly SimpleCommand[], index: number): boolean | undefined {
  if (succeeded) {
    const isKnown = commands.slice(index, -1).every(({ next }) => next === '&&') && commands.at(-1)?.next === '';
    return isKnown && commands[index - 1]?.next !== '||' ? true : undefined;
  }
  if (index !== commands.length - 1 || commands[index]?.next !== '') return undefined;
  const pipe = commands.slice(0, index).findLast(({ next }) => next !== '|')?.next;
  return pipe === undefined || pipe === ';' ? false : undefined;
}

function textOf(command: SimpleCommand): string {
  const text = command.words.map((word) => (/[\s"'$]/.test(word) ? JSON.stringify(word) : word)).join(' ');
  return (text.length > commandLengthMax ? `${text.slice(0, commandLengthMax - 1)}…` : text).toWellFormed();
}
