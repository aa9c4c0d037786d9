import { expect, test } from 'vitest';
import { environmentFor } from './environment.ts';
import { headlessHarness } from './harnesses/index.ts';

const env = {
  PATH: '/bin',
  LC_ALL: 'C',
  ANTHROPIC_API_KEY: 'key',
  CLAUDE_CODE_ENTRYPOINT: 'cli',
  OPENAI_API_KEY: 'other',
  HOOKLINE_TOKEN: 'hkl_secret',
  DATABASE_PASSWORD: 'secret',
  NPM_TOKEN: 'secret',
  EMPTY: undefined,
};

test('a harness sees what every program needs and what is its own', () => {
  expect(environmentFor(headlessHarness('claude-code'), env)).toEqual({
    PATH: '/bin',
    LC_ALL: 'C',
    ANTHROPIC_API_KEY: 'key',
  });
});

test('and what was named, whatever it is', () => {
  expect(environmentFor(headlessHarness('codex'), env, ['NPM_TOKEN', 'MISSING'])).toEqual({
    PATH: '/bin',
    LC_ALL: 'C',
    OPENAI_API_KEY: 'other',
    NPM_TOKEN: 'secret',
  });
});
