import { expect, test } from 'vitest';
import { Output } from './output.ts';

/** Somewhere to write, and what was written there. */
function screen(isTTY: boolean, columns = 80) {
  const sink = {
    isTTY,
    columns,
    written: '',
    write(text: string): boolean {
      sink.written += text;
      return true;
    },
    once: () => {},
  };
  return sink;
}

const nasty = '\u001b[2J\u001b]0;owned\u0007\u009b31m\rgone';

test('nothing but colours reaches a terminal, on either stream', () => {
  const [stdout, stderr] = [screen(true), screen(true)];
  const output = new Output(stdout, stderr, {});

  output.line(`${output.paint('red', 'red')} ${nasty}`);
  output.note(nasty);

  expect(stdout.written).toBe('\u001b[31mred\u001b[39m [2J]0;owned31mgone\n');
  expect(stderr.written).toBe('[2J]0;owned31mgone\n');
});

test('JSON shows every control character and reads back as it was', async () => {
  const stdout = screen(false);
  await new Output(stdout, screen(false), {}).jsonLine({ nasty });

  expect(stdout.written).not.toMatch(/[^\P{Cc}\n]/u);
  expect(JSON.parse(stdout.written)).toEqual({ nasty });
});

test('what was made elsewhere goes into a pipe as it is', async () => {
  const stdout = screen(false);
  await new Output(stdout, screen(false), {}).jsonText('{"a":"\u009b"}\n');

  expect(stdout.written).toBe('{"a":"\u009b"}\n');
});

test.each([
  ['nobody looks', screen(false), Number.POSITIVE_INFINITY],
  ['a terminal says', screen(true, 132), 132],
  ['a terminal does not know', screen(true, 0), 80],
])('the width where %s', (_, where, width) => {
  expect(new Output(where, where, {}).width).toBe(width);
});

test.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('no colours with %o', (env) => {
  const where = screen(true);
  expect(new Output(where, where, env).paint('red', 'a')).toBe('a');
});
