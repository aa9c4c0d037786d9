import type { ReadStream } from 'node:tty';
import { keyNames } from './replay/key-names.ts';

/** Single keys from a terminal. Disposing gives the terminal back as it was. */
export interface TerminalKeys extends Disposable {
  /** The next key that is pressed, by name (`keyNames`); `q` when the terminal goes away. */
  next(): Promise<string>;
}

export function readKeys(terminal: ReadStream): TerminalKeys {
  const waiting: string[] = [];
  let take: ((key: string) => void) | undefined;
  const give = (key: string) => {
    if (take === undefined) {
      waiting.push(key);
      return;
    }
    const taken = take;
    take = undefined;
    taken(key);
  };
  const onData = (data: unknown) => keyNames(String(data)).forEach(give);
  const onEnd = () => give('q');
  terminal.setRawMode(true);
  terminal.setEncoding('utf8');
  terminal.on('data', onData).on('end', onEnd);
  terminal.resume();
  return {
    next: () =>
      new Promise((resolve) => {
        const key = waiting.shift();
        if (key === undefined) take = resolve;
        else resolve(key);
      }),
    [Symbol.dispose]: () => {
      terminal.off('data', onData).off('end', onEnd);
      terminal.setRawMode(false);
      terminal.pause();
    },
  };
}
