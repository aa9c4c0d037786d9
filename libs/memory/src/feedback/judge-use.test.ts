import { describe, expect, it } from 'vitest';
import { denied, fact, failed, ran, readFiles, tell, wroteFiles } from '../testing/story.ts';
import { aftermathOf } from './aftermath.ts';
import { judgeUse } from './judge-use.ts';

const injected = (surface: string, call?: string) =>
  fact({
    type: 'injected',
    surface,
    memories: ['mem_a'],
    tokens: 50,
    heldOut: false,
    ...(call !== undefined && { call }),
  });

function after(surface: string, steps: Parameters<typeof tell>[1]) {
  const story = tell({ session: 's1' }, [injected(surface), ...steps]);
  return aftermathOf(
    story,
    story.steps.findIndex(({ type }) => type === 'injected'),
  );
}

describe('what followed an injection', () => {
  it('is the next ten calls, what failed later, and what a person refused', () => {
    const many = Array.from({ length: 12 }, () => ran('npm test'));
    const found = after('prompt', [
      ...many,
      failed('npm run build', 'Error: something boomed'),
      denied('rm -rf x', 'person', 'no'),
    ]);

    expect(found.calls).toHaveLength(10);
    expect(found.calls[0]).toMatchObject({ keys: ['npm test'], outcome: 'ok' });
    expect(found).toMatchObject({ surface: 'prompt', rejections: 1 });
    expect(found.signatures).toHaveLength(1);
  });

  it('stays small, whatever was run', () => {
    const long = ran(`npm test ${'x'.repeat(5_000)}`);
    const files = Array.from({ length: 30 }, (_, index) => `${'d/'.repeat(80)}${index}.ts`);
    const found = after('prompt', [...Array.from({ length: 12 }, () => long), wroteFiles(...files)]);
    expect(JSON.stringify(found).length).toBeLessThan(30_000);
  });
});

const pitfall = {
  kind: 'pitfall',
  about: 'npm run lint',
  details: { instead: { key: 'npm run lint:fix', command: 'npm run lint:fix', sessions: 3 } },
} as const;
const remedy = (about: string) => ({ kind: 'remedy', about, details: {} }) as const;
const command = { kind: 'command', about: 'npm test', details: {} } as const;
const readFirst = {
  kind: 'read-first',
  about: 'src/a.ts',
  details: { path: 'src/a.ts', first: [{ path: 'src/b.ts', sessions: 3 }] },
} as const;

describe('a memory', () => {
  it.each([
    ['whose command succeeded', command, [ran('npm test')], 'helpful'],
    ['whose command is not there', command, [failed('npm test', 'npm error Missing script: "test"')], 'harmful'],
    ['whose command found what it looks for', command, [failed('npm test', 'expected 1 to be 2')], 'ignored'],
    ['whose command a person refused', command, [denied('npm test', 'person', 'not now')], 'harmful'],
    ['that nobody followed', command, [ran('git status')], 'ignored'],
    ['whose replacement succeeded', pitfall, [ran('npm run lint:fix')], 'helpful'],
    ['whose warning was wrong', pitfall, [ran('npm run lint')], 'harmful'],
    ['whose file was read', readFirst, [readFiles('src/b.ts')], 'helpful'],
    ['that only informs', { kind: 'directive', about: 'x', details: {} } as const, [ran('npm test')], 'ignored'],
  ] as const)('%s: %j after %j', (_what, memory, steps, outcome) => {
    expect(judgeUse(memory, after('session-start', [...steps]))).toBe(outcome);
  });

  it('that told what helps against an error helped where it did not come back', () => {
    const gone = after('after-failure', [ran('npm run build')]);
    const back = after('after-failure', [failed('npm run build', 'Error: something boomed')]);
    expect(judgeUse(remedy('v1:Error: something boomed'), gone)).toBe('helpful');
    expect(judgeUse(remedy('v1:Error: something boomed'), back)).toBe('harmful');
  });
});
