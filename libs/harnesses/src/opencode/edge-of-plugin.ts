import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const goodMs = 600_000;

/** Puts a file there that is good for ten minutes, or no longer. */
export function put(file: string, text: string, { good = true } = {}): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const until = (Date.now() + (good ? goodMs : -1_000)) / 1000;
  utimesSync(file, until, until);
}

/** An edge that answers what it is asked with one line. */
export function startEdge(home: string, answer: (asked: Record<string, unknown>) => string) {
  const answers = join(home, 'answers');
  const folder = join(answers, 'asked');
  mkdirSync(folder, { recursive: true });
  put(join(answers, 'alive'), 'alive');
  const asked: Record<string, unknown>[] = [];
  let isThere = true;
  const look = () => {
    for (const name of readdirSync(folder)) {
      const question = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>;
      asked.push(question);
      writeFileSync(join(answers, `${name}.new`), `${answer(question)}\n`);
      renameSync(join(answers, `${name}.new`), join(answers, name));
      rmSync(join(folder, name));
    }
    if (isThere) setImmediate(look);
  };
  look();
  return {
    asked,
    [Symbol.dispose]: () => {
      isThere = false;
    },
  };
}
