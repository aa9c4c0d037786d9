import { type Command, forEachChild, parse, type Redirection, type SyntaxNode, type Word } from 'unbash';
import { programReads, type Words } from './programs.ts';

/** What a command line may do to files. */
export interface CommandTraits {
  /** It writes to no file, for certain. */
  readonly reads: boolean;
  /** It leaves something running behind it. */
  readonly staysRunning: boolean;
}

/** Longer ones are scripts: nobody reads them for what they do not do. */
const lengthMax = 10_000;
const depthMax = 60;

/** Parts of a command line that write nothing by themselves; what they hold is looked at, too. */
const harmless: ReadonlySet<SyntaxNode['type']> = new Set<SyntaxNode['type']>([
  ...(['Script', 'Statement', 'AndOr', 'Pipeline', 'Negation', 'Time', 'CompoundList', 'Subshell'] as const),
  ...(['BraceGroup', 'If', 'Elif', 'While', 'Word', 'Literal', 'Glob', 'SingleQuoted', 'DoubleQuoted'] as const),
  ...(['AnsiCQuoted', 'SimpleExpansion', 'CommandExpansion', 'FileDescriptor'] as const),
]);

/** What a line for `sh` or `bash` may do, read conservatively: what is not understood may write anything. */
export function commandTraits(line: string): CommandTraits {
  if (line.length > lengthMax) return { reads: false, staysRunning: mayStay.test(line) };
  try {
    const script = parse(line);
    const reads = (script.errors ?? []).length === 0 && isHarmless(script, 0);
    return { reads, staysRunning: !reads && (mayStay.test(line) || leavesBehind(script, 0)) };
  } catch {
    return { reads: false, staysRunning: true };
  }
}

/** Programs that put something into the background. */
const mayStay =
  /\b(nohup|setsid|disown|daemonize|tmux|screen|coproc|systemd-run|start-stop-daemon|pm2|batch|crontab)\b/;

function isHarmless(node: SyntaxNode, depth: number): boolean {
  if (depth > depthMax) return false;
  if (node.type === 'Command') return isHarmlessCommand(node, depth);
  if (node.type === 'For') {
    // Another name might be one that the shell or its programs go by, such as PATH.
    if (!/^[a-z_]+$/.test(node.name.text)) return false;
  } else if (node.type === 'Redirected') {
    return node.redirects.every(isHarmlessRedirect) && isHarmless(node.command, depth + 1);
  } else if (!harmless.has(node.type)) {
    return false;
  }
  if ('errors' in node && (node.errors?.length ?? 0) > 0) return false;
  if (node.type === 'CommandExpansion' && node.script === undefined) return false;
  return children(node).every((child) => isHarmless(child, depth + 1));
}

function isHarmlessCommand(command: Command, depth: number): boolean {
  const name = command.name === undefined ? undefined : wordOf(command.name);
  if (name === undefined || command.prefix.some(({ type }) => type === 'Assignment')) return false;
  if (!command.redirects.every(isHarmlessRedirect)) return false;
  const words = command.args.map((word) => (word.type === 'Word' ? word : undefined));
  return (
    programReads(name, words.map((word) => word && wordOf(word)) satisfies Words) &&
    words.every((word) => word !== undefined && isHarmless(word, depth + 1))
  );
}

function isHarmlessRedirect(redirect: Redirection): boolean {
  if (redirect.type !== 'Redirect' || redirect.target === undefined) return false;
  if (redirect.descriptor !== undefined && redirect.descriptor.type !== 'FileDescriptor') return false;
  const target = wordOf(redirect.target);
  if (target === undefined) return false;
  if (redirect.operator === '<') return isHarmless(redirect.target, 0);
  if (redirect.operator === '>&' || redirect.operator === '<&') return /^(\d|-)$/.test(target);
  return target === '/dev/null';
}

/** A word as its program gets it; undefined where the shell puts something else in its place, or at its beginning. */
function wordOf(word: Word): string | undefined {
  const parts = word.parts ?? [];
  if (parts[0]?.type === 'Glob') return undefined;
  const isPlain = parts.every(
    (part) =>
      part.type === 'Literal' ||
      part.type === 'SingleQuoted' ||
      part.type === 'AnsiCQuoted' ||
      part.type === 'Glob' ||
      (part.type === 'DoubleQuoted' && part.parts.every(({ type }) => type === 'Literal')),
  );
  return isPlain ? word.value : undefined;
}

/** Whether something is started with `&` and not waited for at the end. */
function leavesBehind(node: SyntaxNode, depth: number): boolean {
  if (depth > depthMax || node.type === 'Coproc') return true;
  if (node.type === 'Script' || node.type === 'CompoundList') {
    const statements = node.commands;
    const last = statements.findLastIndex(({ background }) => background === true);
    const isWaitedFor = statements.slice(last + 1).some(({ command }) => isWait(command));
    if (last >= 0 && !isWaitedFor) return true;
    return statements.some((statement) => leavesBehind(statement, depth + 1));
  }
  return children(node).some((child) => leavesBehind(child, depth + 1));
}

function isWait(node: SyntaxNode): boolean {
  return node.type === 'Command' && node.name?.value === 'wait' && node.args.length === 0;
}

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  forEachChild(node, (child) => void found.push(child));
  return found;
}
