import { expect, test } from 'vitest';
import { deriveFrom, failed, ran, type Told, tellDays } from '../testing/story.ts';
import { type CommandDetails, command } from './command.ts';

const derive = (...sessions: readonly (readonly Told[])[]) => deriveFrom(command, tellDays(...sessions));
const observe = (...steps: readonly Told[]) => tellDays(steps).flatMap((story) => command.observe(story));

test('a command is proposed until three sessions ran it', () => {
  expect(derive([ran('npm test')], [ran('npm test')])).toMatchObject([
    { about: 'npm test', status: 'proposed', reason: 'too-little-support', support: { sessions: 2, actors: 2 } },
  ]);
  expect(derive([ran('npm test')], [ran('npm test')], [ran('npm test')])).toMatchObject([
    { about: 'npm test', status: 'active', home: 'project:github.com/acme/shop' },
  ]);
});

test('failures are counted over the runs whose outcome is known', () => {
  const [memory] = derive(
    [ran('npm test', '', 1_000)],
    [failed('npm test', 'Exit code 1', 2_000), ran('npm test | tail -3', '', 1_500)],
    [ran('npm test', '', 2_000)],
  );

  expect(memory!.details).toMatchObject({
    key: 'npm test',
    purpose: 'test',
    runs: 4,
    judged: 3,
    failed: 1,
    medianMs: 1_750,
    lastOutcomes: [true, false, true],
  } satisfies Partial<CommandDetails>);
  expect(memory!.statement).toBe(
    'test: `npm test` (4 runs in 3 sessions, 33% of 3 failed, takes about 1.8 s, last 2026-11-03)',
  );
  expect(memory!.positions.evidence).toEqual([1_002, 2_002, 2_004, 3_002]);
});

test('the form that several sessions ran is shown, else only what the forms have in common', () => {
  const shown = (...forms: string[]) =>
    (derive(...forms.map((form) => [ran(form)]))[0]!.details as CommandDetails).command;

  expect(shown('npm test a', 'npm test b', 'npm test c')).toBe('npm test');
  expect(shown('npm test -- a', 'npm test -- a', 'npm test')).toBe('npm test -- a');
});

test('a command that never succeeded is not told as one that the project uses', () => {
  const broken = [failed('npm run lint')];

  expect(derive(broken, broken, broken)).toMatchObject([{ status: 'proposed' }]);
  expect(derive(broken, broken, [...broken, ran('npm run lint')])).toMatchObject([{ status: 'active' }]);
});

test('a back quote in a command cannot end the quotes it is shown in', () => {
  const form = ran("npm test -- 'a\u2028b'");

  expect(derive([form], [form], [form])[0]!.statement).toMatch(/^test: `npm test -- "a b"` \(3 runs/);
});

test.each([
  ['npm test', 'npm test', 'test'],
  ['cd web && npm run lint -- --fix', 'npm run lint', 'lint'],
  ['CI=1 time npm run build:prod', 'npm run build:prod', 'build'],
  ['npx vitest run src/a.test.ts', 'npx vitest', 'test'],
  ['go test ./... -count=1', 'go test', 'test'],
  ['mise run test:ci 2>&1', 'mise run test:ci', 'test'],
  ['make', 'make', 'build'],
  ['cargo clippy --all', 'cargo clippy', 'lint'],
  ['python3 -m pytest -q', 'python3 -m pytest', 'test'],
  ['uv run mypy src', 'uv run mypy', 'typecheck'],
  ['node_modules/.bin/tsc --noEmit', 'tsc', 'typecheck'],
  ['timeout 60 bun run fmt', 'bun run fmt', 'format'],
  ['npm --prefix web run test:unit', 'npm run test:unit', 'test'],
  ['make -j 4 check', 'make check', 'test'],
  ['ruff check .', 'ruff check', 'lint'],
  ['cargo +nightly check', 'cargo check', 'typecheck'],
  ['npx vite build', 'npx vite build', 'build'],
  ['node --test src', 'node --test', 'test'],
])('%s is a run of %s', (line, about, purpose) => {
  expect(observe(ran(line, '', 1_200))).toMatchObject([
    { about, data: { purpose, runs: 1, failed: 0, tookMs: [1_200] } },
  ]);
});

test.each([
  'git status',
  'ls -la',
  'cat <<EOF\nnpm test\nEOF',
  'for f in *; do npm test; done',
  'echo $(npm test)',
  'git format-patch HEAD~1',
  './shop-test enable',
  '/tmp/shop-test enable',
  'npx vite --port 3000',
  `npm run test:${'x'.repeat(200)}`,
  '',
])('%s is no run of a command with a purpose', (line) => {
  expect(observe(ran(line))).toEqual([]);
});

test('what a project that nobody named ran is of nobody', () => {
  const [story] = tellDays([ran('npm test')]);

  expect(command.observe({ ...story!, project: '-' })).toEqual([]);
});
