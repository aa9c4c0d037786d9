import { appendFile, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';

const historyLines = 500;

export interface PromptOptions {
  /** File of earlier statements; one is added per statement, readable by its owner only. */
  readonly historyFile: string;
  /** Names that Tab completes. */
  readonly words: readonly string[];
  /** Runs one statement or `\d`; what it throws is told, and the prompt goes on. The signal aborts at Ctrl-C. */
  run(statement: string, signal: AbortSignal): Promise<void>;
  tell(line: string): void;
}

/** Asks a person for statements, each ended by a semicolon or an empty line, until `\q` or the end of the input. */
export async function prompt({ historyFile, words, run, tell }: PromptOptions): Promise<void> {
  const history = (await readFile(historyFile, 'utf8').catch(() => '')).split('\n').filter(Boolean).reverse();
  const terminal = createInterface({
    input: process.stdin,
    output: process.stderr,
    history: history.slice(0, historyLines),
    historySize: historyLines,
    completer: (line: string): [string[], string] => {
      const part = /[a-z_]*$/.exec(line)![0];
      return [part === '' ? [] : words.filter((word) => word.startsWith(part)), part];
    },
  });
  let running: AbortController | undefined;
  let statement = '';
  const ask = () => {
    terminal.setPrompt(statement === '' ? 'sql> ' : '   > ');
    terminal.prompt();
  };
  terminal.on('SIGINT', () => {
    if (running !== undefined) return running.abort();
    if (statement === '') return terminal.close();
    statement = '';
    ask();
  });
  ask();
  for await (const line of terminal) {
    statement = `${statement}${statement === '' ? '' : '\n'}${line}`.trimStart();
    if (statement === '\\q') break;
    const whole = statement.startsWith('\\') || /;\s*$/.test(statement) || line.trim() === '';
    if (whole && statement.trim() !== '') {
      running = new AbortController();
      await appendFile(historyFile, `${statement.replaceAll(/\s+/g, ' ').trim()}\n`, { mode: 0o600 }).catch(() => {});
      await run(statement.trim(), running.signal).catch((error: Error) =>
        tell(running?.signal.aborted ? 'ended' : error.message),
      );
      running = undefined;
      statement = '';
    }
    ask();
  }
  terminal.close();
}
