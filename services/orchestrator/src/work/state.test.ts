import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOver, next, type StepFacts, workStates, workSteps } from './state.ts';

const facts: fc.Arbitrary<StepFacts> = fc.record({
  attemptsLeft: fc.boolean(),
  cancelling: fc.boolean(),
  joined: fc.constantFrom('well', 'badly', 'again'),
  partsLeft: fc.boolean(),
});

test('what is over stays as it is, unless somebody puts it up again', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...workStates.filter(isOver)),
      fc.constantFrom(...workSteps),
      facts,
      (state, step, f) => {
        const to = next(state, step, f);
        expect(to === undefined || (step === 'redrive' && (to === 'offered' || to === 'waiting'))).toBe(true);
      },
    ),
  );
});

test('what is done is done for ever', () => {
  for (const step of workSteps) expect(next('completed', step)).toBeUndefined();
});

test('only what is claimed can be reported on, and only what is offered can be taken', () => {
  for (const state of workStates) {
    expect(next(state, 'take') !== undefined).toBe(state === 'offered');
    for (const step of ['heartbeat', 'progress', 'start', 'complete', 'fail', 'confirm', 'lose', 'overrun'] as const) {
      expect(next(state, step) !== undefined).toBe(state === 'claimed');
    }
  }
});

test('from every state that is not over there is a way to each end it can have', () => {
  expect(next('claimed', 'fail', { attemptsLeft: false })).toBe('dead');
  expect(next('claimed', 'fail', { attemptsLeft: true })).toBe('offered');
  expect(next('claimed', 'lose', { attemptsLeft: true, cancelling: true })).toBe('cancelled');
  expect(next('claimed', 'complete', { cancelling: true })).toBe('completed');
  expect(next('offered', 'cancel')).toBe('cancelled');
  expect(next('offered', 'expire')).toBe('expired');
  expect(next('waiting', 'join', { joined: 'again' })).toBe('offered');
  expect(next('dead', 'redrive', { partsLeft: true })).toBe('waiting');
});
