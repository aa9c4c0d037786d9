import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { heldOut } from '@hookline/memory';
import { eventually } from '@hookline/testing';
import type { Bus } from '../bus.ts';
import { type Hand, ourSession, type Step, type Worked } from './hands.ts';

/** The project that everybody here works in, each in a working tree of their own. */
const project = 'github.com/acme/shop';

/** Targets that are not there. They are more than a card has room for. */
const wrongTargets = ['chek', 'tset', 'bild', 'lnit', 'depoly'];

/** What people said. They are more than a card has room for, so that some is left to be told where it matters. */
const decisions = [
  { about: 'cart', file: 'cart.js', statement: 'The cart keeps amounts in whole cents (lesson cart)' },
  { about: 'tax', file: 'tax.js', statement: 'Tax is rounded once per order (lesson tax)' },
  { about: 'mail', file: 'mail.js', statement: 'Mails are sent by the outbox worker alone (lesson mail)' },
];
const facts = [
  { about: 'ledger', statement: 'The settlement ledger is rebuilt each night from the heron archive' },
  { about: 'labels', statement: 'Parcel labels come from the pelican printer in the warehouse' },
  { about: 'stock', statement: 'Stock counts of the gannet depot are a day behind the shop' },
];

/** What fails here first, and what helps. */
export const seeded: readonly Step[] = [{ run: 'make check' }, { run: 'make seed' }, { run: 'make check' }];

/** What was said last: who knows it, knows all of them. */
const lastLesson = 'Write a line about each lesson in the notes (last lesson)';

/** What the first three sessions in the project, all of one harness, run into; and what a person then says. */
export async function teach(bus: Bus, teacher: Hand): Promise<void> {
  const wrong = wrongTargets.map((target): Step => ({ run: `make ${target}` }));
  for (let session = 0; session < 3; session += 1) {
    await teacher.work('Get the shop to run', [...wrong, { run: 'make test' }, ...seeded]);
  }
  await bus.caughtUp();
  const { length: pitfalls } = wrongTargets;
  await untilActive(bus, 'pitfalls', (all) => all.filter(({ kind }) => kind === 'pitfall').length >= pitfalls);
  await untilActive(bus, 'a remedy', (all) => all.some(({ kind }) => kind === 'remedy'));
  for (const { about, statement } of facts) await say(bus, { as: 'fact', about, statement });
  for (const { about, file, statement } of decisions)
    await say(bus, { as: 'decision', about, statement, files: [file] });
  await say(bus, { as: 'directive', about: 'lessons', statement: lastLesson });
}

interface Remembered {
  readonly as: 'decision' | 'fact' | 'directive';
  readonly about: string;
  readonly statement: string;
  readonly files?: readonly string[];
}

/** What is said of a project waits for a person to let agents be told it. */
async function say(bus: Bus, said: Remembered): Promise<void> {
  const isMeant = ({ kind, statement }: Known) => kind === said.as && statement.includes(said.statement);
  await bus.post('/v1/memory/remember', { ...said, scope: 'project', project });
  const known = await eventually(async () => (await memoriesOf(bus)).find(isMeant), {
    timeoutMs: 60_000,
    what: `a memory that says: ${said.statement}`,
  });
  await bus.post(`/v1/memory/${known.id}/decisions`, { action: 'approve' });
  await untilActive(bus, said.statement, (all) => all.some(isMeant));
}

interface Known {
  readonly id: string;
  readonly kind: string;
  readonly statement: string;
  readonly status: string;
}

/** All that is known of the project. */
export async function memoriesOf(bus: Bus): Promise<readonly Known[]> {
  const path = `/v1/memory?project=${encodeURIComponent(project)}&limit=1000`;
  return (await bus.ask<{ memories: Known[] }>(path)).memories;
}

async function untilActive(bus: Bus, what: string, holds: (active: readonly Known[]) => boolean): Promise<void> {
  const active = async () => (await memoriesOf(bus)).filter(({ status }) => status === 'active');
  await eventually(async () => holds(await active()), { timeoutMs: 60_000, what: `active: ${what}` });
}

/** The text of the card that the edge keeps for this person's folder, once it speaks of all that was learnt. */
export async function cardFor(bus: Bus, { person }: Hand): Promise<string> {
  const file = join(bus.home, 'cards', person.project, '.hookline-card.md');
  return eventually(
    () => {
      const text = readFileSync(file, 'utf8');
      return text.includes('make test') && text.includes(lastLesson) && text;
    },
    { timeoutMs: 60_000, what: `a card for ${person.project}` },
  );
}

/** What the card does not say, and is left to be told at the moment it matters. */
export interface Left {
  /** A command that fails. */
  readonly command: string;
  /** A file that something was decided about. */
  readonly file: string;
  /** A prompt that calls for a fact. */
  readonly prompt: string;
}

export function leftBy(card: string): Left {
  const command = wrongTargets.map((target) => `make ${target}`).find((line) => !card.includes(line));
  const decision = decisions.find(({ statement }) => !card.includes(statement));
  const fact = facts.find(({ statement }) => !card.includes(statement));
  if (command === undefined || decision === undefined || fact === undefined) {
    throw new Error(`expected a card that does not say everything, found:\n${card}`);
  }
  const prompt = `Look after this: ${fact.statement.split(' ').slice(0, 6).join(' ')}.`;
  return { command, file: decision.file, prompt };
}

/**
 * A session that is told things, or one that is held out. Where the harness makes the session's id by itself, sessions are
 * begun until one is so.
 */
export async function workAs(
  kind: 'told' | 'held out',
  bus: Bus,
  hand: Hand,
  prompt: string,
  steps: readonly Step[] = [],
): Promise<Worked & { readonly our: string }> {
  const isMeant = (session: string) => heldOut(project, session) === (kind === 'held out');
  for (let tries = 0; tries < 60; tries += 1) {
    let id = randomUUID();
    while (!isMeant(`x:${id}`)) id = randomUUID();
    const worked = await hand.work(prompt, steps, id);
    const our = await ourSession(bus, hand, worked);
    if (isMeant(our)) return { ...worked, our };
  }
  throw new Error(`60 sessions of ${hand.harness} were not ${kind}`);
}
