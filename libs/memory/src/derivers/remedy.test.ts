import { expect, test } from 'vitest';
import { deriveFrom, failed, ran, type Told, tellDays, wroteFiles } from '../testing/story.ts';
import { remedy } from './remedy.ts';

const derive = (...sessions: readonly (readonly Told[])[]) => deriveFrom(remedy, tellDays(...sessions));

const unformatted = (path: string) =>
  `Exit code 1\n$ biome check\n${path} format ━━━━\n\n  × Formatter would have printed the following content:\n`;
const fixed = (path: string) => [
  failed('npm run lint', unformatted(path)),
  ran('npm run lint:fix'),
  ran('npm run lint'),
];

test('an error that the same command got over in two sessions has a remedy', () => {
  const [memory, ...others] = derive(fixed('src/a.ts'), fixed('src/b.ts'));

  expect(others).toEqual([]);
  expect(memory).toMatchObject({
    about: 'v1:× Formatter would have printed the following content:',
    status: 'active',
    details: {
      fails: 'npm run lint',
      failed: 2,
      failedSessions: 2,
      remedy: { by: 'run', key: 'npm run lint:fix', sessions: 2, solvedSessions: 2, passedSessions: 2, obvious: false },
    },
  });
  expect(memory!.statement).toBe(
    '`npm run lint` fails with `× Formatter would have printed the following content:`: `npm run lint:fix` succeeded next, and then the failed one too (2 sessions of 2, last 2026-11-02)',
  );
});

test('that something came next is not reason enough', () => {
  const chance = [failed('make deploy', 'error: registry is read-only'), ran('npm run docs')];
  const tellAnn = tellDays(chance, [ran('true')], chance);

  expect(deriveFrom(remedy, tellAnn)).toMatchObject([{ status: 'proposed', details: { remedy: { sessions: 2 } } }]);
});

test('two people who did the same are a second reason', () => {
  const both = [failed('make deploy', 'error: registry is read-only'), ran('npm run docs')];

  expect(derive(both, both)).toMatchObject([{ status: 'active', support: { actors: 2 } }]);
});

test('an edit is a remedy: of the same file, or of the one the error names', () => {
  const same = [
    failed('go build ./...', 'main.go:4:2: undefined: Config'),
    wroteFiles('internal/config.go'),
    ran('go build ./...'),
  ];
  const named = (path: string) => [
    failed('npx tsc', `${path}(3,7): error TS2322: Type 'x' is not assignable`),
    wroteFiles(path),
    ran('npx tsc'),
  ];

  expect(derive(same, same)).toMatchObject([
    {
      status: 'active',
      anchors: ['internal/config.go'],
      details: { files: ['internal/config.go'], remedy: { by: 'edit' } },
    },
  ]);
  expect(derive(named('src/a.ts'), named('src/b.ts'))).toMatchObject([
    { about: 'v1:<path>: error TS2322: Type <text> is not assignable', details: { remedy: { obvious: true } } },
  ]);
});

test('an error that is got over in many ways has no remedy', () => {
  const ways = ['npm ci', 'docker compose up -d', 'npm run seed'].map((way) => [
    failed('npm run e2e', 'Error: connect ECONNREFUSED 127.0.0.1:5432'),
    ran(way),
  ]);

  expect(derive(...ways)).toMatchObject([{ status: 'proposed', details: { failedSessions: 3 } }]);
});

test('what only looks mends nothing', () => {
  const looking = (path: string) => [
    failed('npm run lint', unformatted(path)),
    ran('git status'),
    ran('cat a.ts'),
    ran('npm run lint:fix'),
  ];

  expect(derive(looking('a.ts'), looking('b.ts'))).toMatchObject([
    { details: { remedy: { key: 'npm run lint:fix' } } },
  ]);
});
