import { type ParseEntry, parse } from 'shell-quote';

/** One program run of a command line, with its words. */
export interface SimpleCommand {
  readonly words: readonly string[];
  /** What stands after it: `;` also for a new line, nothing at the end. */
  readonly next: '' | '&&' | '||' | '|' | ';' | '&';
}

/** Longer command lines are scripts, not commands a project runs again. */
const lengthMax = 4_000;

/**
 * The programs a shell command line runs, in order: without `cd`, assignments, redirections and wrappers such as
 * `time` or `sudo`. Empty for what cannot be read as a command line (here-documents, subshells, loops).
 */
export function simpleCommands(line: string): SimpleCommand[] {
  if (line.length > lengthMax || /<<|\$\(|`|(^|[;&|]\s*)(for|while|if|case)\s/.test(line)) return [];
  const commands: SimpleCommand[] = [];
  let words: string[] = [];
  let skipNext = false;
  const end = (next: SimpleCommand['next']) => {
    const stripped = stripWrappers(words);
    if (stripped.length > 0 && stripped[0] !== 'cd') commands.push({ words: stripped, next });
    words = [];
  };
  for (const token of tokensOf(line)) {
    if (typeof token === 'string') {
      if (skipNext) skipNext = false;
      else words.push(token);
    } else if ('comment' in token) {
      break;
    } else if (token.op === 'glob') {
      words.push((token as { pattern: string }).pattern);
    } else if (token.op.includes('>') || token.op === '<') {
      // `2>&1` is read as the words `2`, an operator and `1`.
      if (/^[0-9]$/.test(words.at(-1) ?? '')) words.pop();
      skipNext = true;
    } else if (token.op === '(' || token.op === ')') {
      return [];
    } else {
      end(separatorOf(token.op));
    }
  }
  end('');
  // A `;` or a comment at the end separates nothing.
  return commands.map((command, index) =>
    index === commands.length - 1 && command.next !== '&' ? { ...command, next: '' } : command,
  );
}

/** None where the line has an expansion that is none, such as `${`: agents write those, and long lines are cut in them. */
function tokensOf(line: string): ParseEntry[] {
  try {
    return parse(line.trim().replaceAll('\n', ' ; '), (name) => `$${name}`);
  } catch {
    return [];
  }
}

function separatorOf(operator: string): SimpleCommand['next'] {
  if (operator === '|&') return '|';
  return operator === '&&' || operator === '||' || operator === '|' || operator === '&' ? operator : ';';
}

const wrappers = new Set([
  'time',
  'sudo',
  'nice',
  'nohup',
  'env',
  'command',
  'exec',
  'stdbuf',
  'caffeinate',
  'timeout',
]);

function stripWrappers(words: readonly string[]): string[] {
  let rest = [...words];
  for (;;) {
    const first = rest[0];
    if (first === undefined) return [];
    if (/^[A-Za-z_][A-Za-z0-9_]*=/.test(first)) rest = rest.slice(1);
    else if (wrappers.has(first)) {
      rest = rest.slice(1);
      while (rest[0]?.startsWith('-') || (first === 'timeout' && /^[0-9.]+[smhd]?$/.test(rest[0] ?? '')))
        rest = rest.slice(1);
    } else return rest;
  }
}
