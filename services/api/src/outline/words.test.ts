import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginningOf, fieldBeginning } from './beginning.ts';
import { isCommit, pathOfCall, wordsOfCall } from './words.ts';

test('of the JSON of any text, cut anywhere, the beginning is a beginning of the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.nat(60), (text, cut) => {
      const found = beginningOf(JSON.stringify(text).slice(0, 1 + cut)) ?? '';
      expect(text.startsWith(found)).toBe(true);
    }),
  );
});

test('a text in the body store tells its head', () => {
  expect(beginningOf('{"body":"sha256:ab","bytes":900,"head":"First words, and m')).toBe('First words, and m');
  expect(beginningOf('[1]')).toBeUndefined();
});

test('a command is told whether it is a text, a list of words, or lies in the body store', () => {
  expect(fieldBeginning('{"description":"x","command":"npm test -- \\"a\\""}', 'command')).toBe('npm test -- "a"');
  expect(fieldBeginning('{"command":["bash","-lc","ls -l"],"workdir":"/"}', 'command')).toBe('bash -lc ls -l');
  expect(fieldBeginning('{"command":{"body":"b","head":"cat <<EOF"', 'command')).toBe('cat <<EOF');
});

test('a call is about its command, else about the one thing it touched, else what it was asked', () => {
  const read = {
    effects: [{ type: 'file.read', object: 'a.ts' }],
    description: null,
    input: '{"file_path":"/p/a.ts"}',
  };

  expect(wordsOfCall({ ...read, input: '{"command":"cat\\n a.ts"}' })).toBe('cat a.ts');
  expect([wordsOfCall(read), pathOfCall(read)]).toEqual(['a.ts', 'a.ts']);
  expect(wordsOfCall({ effects: [], description: null, input: '{"n":1,"query":"who calls it"}' })).toBe('who calls it');
  expect(wordsOfCall({ effects: null, description: null, input: null })).toBe('');
});

test('knows a command that commits', () => {
  expect(isCommit([{ type: 'process.exec', object: 'cd a && git commit -m "x"' }])).toBe(true);
  expect(isCommit([{ type: 'process.exec', object: 'git log' }])).toBe(false);
});
