import { memoryKinds } from '@hookline/memory';
import { expect, test } from 'vitest';
import { kindName, scopeText, supportText } from './memory-words.ts';

test('a scope is told by what it is and of whom', () => {
  expect(scopeText('project:github.com/acme/shop')).toBe('Project shop');
  expect(scopeText('person:ada%40example.com@github.com/acme/shop')).toBe('One person ada@example.com');
  expect(scopeText('team:payments')).toBe('Team payments');
  expect(scopeText('organisation:default')).toBe('Everybody');
});

test('what nobody can read in a scope is shown as it is', () => {
  expect(scopeText('person:%zz@shop')).toBe('One person %zz');
  expect(scopeText('planet')).toBe('planet');
});

test('support counts people only where they are known', () => {
  expect(supportText({ sessions: 1, actors: 0 })).toBe('1 session');
  expect(supportText({ sessions: 3, actors: 2 })).toBe('3 sessions, 2 people');
});

test('a kind is called here what the bus and its command line call it', () => {
  for (const [kind, { label }] of Object.entries(memoryKinds)) expect(kindName(kind)).toBe(label);
});
