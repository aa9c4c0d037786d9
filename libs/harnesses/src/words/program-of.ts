/** Words that only wrap the command behind them. Their options and plain numbers are passed over with them. */
const wrappers = new Set([
  'sudo',
  'doas',
  'time',
  'nohup',
  'nice',
  'env',
  'command',
  'exec',
  'builtin',
  'stdbuf',
  'timeout',
  'xargs',
  'then',
  'do',
  'else',
  '!',
  '{',
  '(',
]);

/** Steps of a command line that only set the scene for the one that matters. */
const preparations = new Set([
  'cd',
  'pushd',
  'popd',
  'export',
  'set',
  'source',
  '.',
  'unset',
  'umask',
  'shopt',
  'ulimit',
  'true',
  ':',
]);

/**
 * The name of the program a shell command is about, without its folder: of `cd api && FOO=1 sudo -E npm test | tee log`
 * it is `npm`. Steps that only prepare are passed over, unless there is nothing else. Undefined for an empty command.
 */
export function programOf(command: string): string | undefined {
  let fallback: string | undefined;
  for (const step of stepsOf(command.slice(0, 20_000))) {
    const program = programOfStep(step);
    if (program === undefined) continue;
    if (!preparations.has(program)) return program;
    fallback ??= program;
  }
  return fallback;
}

/** Splits at `;`, `&`, `|` and line ends that stand outside quotes; each step is a list of words without their quotes. */
function stepsOf(command: string): string[][] {
  const steps: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  let quote = '';
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  for (let index = 0; index < command.length; index += 1) {
    const char = command[index]!;
    if (quote !== '') {
      if (char === quote) quote = '';
      else if (char === '\\' && quote === '"') {
        index += 1;
        word = (word ?? '') + (command[index] ?? '');
      } else word = (word ?? '') + char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= '';
    } else if (char === '\\') {
      index += 1;
      if (command[index] !== '\n') word = (word ?? '') + (command[index] ?? '');
    } else if (char === ';' || char === '|' || char === '\n' || (char === '&' && command[index - 1] !== '>')) {
      endWord();
      if (words.length > 0) steps.push(words);
      words = [];
    } else if (/\s/.test(char)) endWord();
    else if (char === '#' && word === undefined) {
      while (index + 1 < command.length && command[index + 1] !== '\n') index += 1;
    } else word = (word ?? '') + char;
  }
  endWord();
  if (words.length > 0) steps.push(words);
  return steps;
}

function programOfStep(words: readonly string[]): string | undefined {
  let wrapped = false;
  for (const raw of words) {
    const word = raw.replace(/^[({]+/, '');
    if (word === '') continue;
    if (/^[A-Za-z_][A-Za-z0-9_]*\+?=/.test(word) || /^\d*[<>]/.test(word)) continue;
    if (wrapped && (word.startsWith('-') || /^\d+(\.\d+)?[smhd]?$/.test(word))) continue;
    if (wrappers.has(word)) {
      wrapped = true;
      continue;
    }
    const name = word.slice(word.lastIndexOf('/') + 1).replace(/[)}]+$/, '');
    return name === '' ? undefined : name;
  }
  return undefined;
}
