import type { ReadStream } from 'node:tty';

/** Single keys from a terminal. Disposing gives the terminal back as it was. */
export interface Keys extends Disposable {
  /** The next key that is pressed; `q` also for Ctrl-C and Ctrl-D. */
  next(): Promise<string>;
}

export function readKeys(terminal: ReadStream): Keys {
  terminal.setRawMode(true);
  terminal.setEncoding('utf8');
  return {
    next: () =>
      new Promise((resolve) => {
        terminal.resume();
        terminal.once('data', (data) => {
          terminal.pause();
          const key = String(data);
          resolve(key === '\u0003' || key === '\u0004' ? 'q' : key);
        });
      }),
    [Symbol.dispose]: () => {
      terminal.setRawMode(false);
      terminal.pause();
    },
  };
}
