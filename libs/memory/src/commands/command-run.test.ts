import { newEvent } from '@hookline/schemas';
import { expect, test } from 'vitest';
import { runsOf } from './command-run.ts';

const base = {
  id: 'e1',
  source: 'urn:hookline:devbox:claude-code',
  time: '2026-11-22T10:00:00.000Z',
  origin: 'hook' as const,
  project: 'github.com/acme/shop',
  session: 'claude-code:1',
};
const ran = (command: string, ok = true) => {
  const call = { call: 'c', tool: 'Bash', effects: [{ type: 'process.exec' as const, object: command }] };
  const event = ok
    ? newEvent({ ...base, kind: 'tool.finished', data: { ...call, outcome: 'ok', durationMs: 1200 } })
    : newEvent({
        ...base,
        kind: 'tool.failed',
        data: { ...call, outcome: 'failed', stage: 'ran', error: 'Exit code 1' },
      });
  return runsOf({ position: 7, event });
};

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
])('%s is a run of %s', (command, key, purpose) => {
  expect(ran(command)).toMatchObject([{ key, purpose, position: 7, ok: true, durationMs: 1200 }]);
});

test.each([
  'git status',
  'ls -la',
  'cat <<EOF\nnpm test\nEOF',
  'for f in *; do npm test; done',
  'echo $(npm test)',
  '',
])('%s is no run that a card could be made of', (command) => {
  expect(ran(command)).toEqual([]);
});

test('the outcome of a piped command is not known: the exit code is that of the last program', () => {
  expect(ran('npm test 2>&1 | tail -20')).toMatchObject([{ key: 'npm test', ok: undefined }]);
});

test("a failure among several programs is nobody's in particular, a success is everybody's", () => {
  expect(ran('npm run fmt && npm run lint', false)).toMatchObject([{ ok: undefined }, { ok: undefined }]);
  expect(ran('npm run fmt && npm run lint')).toMatchObject([
    { ok: true, durationMs: undefined },
    { ok: true, durationMs: undefined },
  ]);
  expect(ran('cd web && npm run lint', false)).toMatchObject([{ ok: false }]);
});
