import { expect, test } from 'vitest';
import { commitsPrinted } from './git-output.ts';

const run = (object: string) => [{ type: 'process.exec' as const, object, program: 'git' }];

test.each([
  ['git commit -m x', '[fix-totals 1a2b3c4] x\n 1 file changed', [{ commit: '1a2b3c4', branch: 'fix-totals' }]],
  ['git commit -m x', '[main (root-commit) 1a2b3c4d] x', [{ commit: '1a2b3c4d', branch: 'main' }]],
  ['git cherry-pick a', { stdout: '[detached HEAD 1a2b3c4] x' }, [{ commit: '1a2b3c4', branch: undefined }]],
  ['git log', '[fix-totals 1a2b3c4] x', []],
  ['echo commit', '[fix-totals 1a2b3c4] x', []],
  ['git commit -m x', '[fix-totals 1a2b3] too short', []],
  ['git commit -m x', undefined, []],
])('%s that prints %j made %j', (command, output, commits) => {
  expect(commitsPrinted(run(command), output)).toEqual(commits);
});

test('a command and an output made to be slow to read are read at once', () => {
  // In square time this would not end within the test's.
  const printed = Array.from({ length: 20_000 }, (_, n) => `[b ${(0x1000000 + n).toString(16)}] x`).join('\n');

  expect(commitsPrinted(run('git '.repeat(200_000)), printed)).toEqual([]);
  expect(commitsPrinted(run('git commit -m x'), printed)).toHaveLength(1_000);
});
