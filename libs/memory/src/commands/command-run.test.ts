import { newEvent } from '@hookline/schemas';
import { expect, test } from 'vitest';
import { callEndOf, runsOf, startOf } from './command-run.ts';

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
  ['npm --prefix web run test:unit', 'npm run test:unit', 'test'],
  ['make -j 4 check', 'make check', 'test'],
  ['ruff check .', 'ruff check', 'lint'],
  ['cargo +nightly check', 'cargo check', 'typecheck'],
  ['npx vite build', 'npx vite build', 'build'],
  ['node --test src', 'node --test', 'test'],
])('%s is a run of %s', (command, key, purpose) => {
  expect(ran(command)).toMatchObject([{ key, purpose, position: 7, ok: true, durationMs: 1200 }]);
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
])('%s is no run that a card could be made of', (command) => {
  expect(ran(command)).toEqual([]);
});

test('the outcome of a piped command is not known: the exit code is that of the last program', () => {
  expect(ran('npm test 2>&1 | tail -20')).toMatchObject([{ key: 'npm test', ok: undefined }]);
});

test.each([
  ['npm run fmt && npm run lint', [true, true], [undefined, undefined]],
  ['npm run fmt; npm run lint', [undefined, true], [undefined, false]],
  ['npm run fmt\nnpm run lint', [undefined, true], [undefined, false]],
  ['npm run fmt || npm run lint', [undefined, undefined], [undefined, undefined]],
  ['npm test || true', [undefined], [undefined]],
  ['npm test; echo $?', [undefined], [undefined]],
  ['npm test &', [undefined], [undefined]],
  ['npm test;', [true], [false]],
  ['cd web && npm test', [true], [false]],
])('of %j a success tells %j and a failure %j', (command, succeeded, failed) => {
  expect(ran(command).map((run) => run.ok)).toEqual(succeeded);
  expect(ran(command, false).map((run) => run.ok)).toEqual(failed);
});

test('a call takes as long as its only command, whatever looks at the output', () => {
  expect(ran('npm test 2>&1 | grep -v ok | tail -20')).toMatchObject([{ durationMs: 1200 }]);
  expect(ran('npm run fmt && npm run lint')).toMatchObject([{ durationMs: undefined }, { durationMs: undefined }]);
});

test('an end that does not say how long the call took is measured from its beginning', () => {
  const call = { call: 'c', tool: 'Bash', effects: [{ type: 'process.exec' as const, object: 'npm test' }] };
  const started = newEvent({ ...base, kind: 'tool.started', data: { ...call, input: {} } });
  const ended = newEvent({
    ...base,
    time: '2026-11-22T10:00:03.500Z',
    kind: 'tool.finished',
    data: { ...call, outcome: 'ok' },
  });

  const start = startOf({ position: 1, event: started })!;
  expect(start).toEqual({ session: base.session, call: 'c', time: base.time });
  expect(callEndOf({ position: 2, event: ended })).toEqual({ session: base.session, call: 'c' });
  expect(runsOf({ position: 2, event: ended }, start.time)).toMatchObject([{ durationMs: 3_500 }]);
  expect(runsOf({ position: 2, event: ended })).toMatchObject([{ durationMs: undefined }]);
});
