import type { Command } from 'commander';
import { type AddCommand, jsonOption, type Surroundings } from '../../command.ts';
import { forPeople } from '../../memory/agent-around.ts';
import { inEffect, pathOf, send } from '../../memory/decide.ts';
import { memory } from '../../memory/model.ts';
import { memoryLine } from '../../memory/page.ts';
import { whereabouts } from '../../memory/whereabouts.ts';
import { someText } from '../../parse.ts';

/** What a person can decide with no more than an id and a reason. */
const plainActions: readonly (readonly [string, string])[] = [
  ['approve', 'agents are told it from now on'],
  ['reject', 'it is not true, or worth nothing: agents are not told it'],
  ['retire', 'it was true and is no longer'],
  ['restore', 'take back what was decided: what sessions show counts again'],
  ['pin', 'agents are told it first, and it never expires'],
  ['unpin', 'it counts like any other'],
];

export const addDecisions: AddCommand = (group, surroundings) => {
  for (const [action, description] of plainActions) {
    withCommon(group.command(action).description(description)).action(
      async (id: string, options: Common) => await decide(surroundings, id, { action }, options),
    );
  }

  withCommon(group.command('edit').description('say it in your own words, at most 240 characters'))
    .argument('<statement>', 'what it says from now on', someText)
    .action(
      async (id: string, statement: string, options: Common) =>
        await decide(surroundings, id, { action: 'edit', statement }, options),
    );

  withCommon(group.command('merge').description('let another memory of the same kind take its place'))
    .argument('<into>', 'the memory that stays', someText)
    .action(
      async (id: string, into: string, options: Common) =>
        await decide(surroundings, id, { action: 'merge', into }, options),
    );

  withCommon(group.command('move').description('let it hold elsewhere: for a person, a project, a team or everyone'))
    .argument('<scope>', 'organisation, team:<name>, project:<project>, person:<actor>@<project>', someText)
    .action(
      async (id: string, scope: string, options: Common) =>
        await decide(surroundings, id, { action: 'move', scope }, options),
    );
};

interface Common {
  readonly json?: boolean;
  readonly reason?: string;
}

function withCommon(command: Command): Command {
  return command
    .argument('<id>', 'its id, as agents are shown it or any beginning of six characters', someText)
    .option('--reason <text>', 'why, for those who ask later', someText)
    .option(...jsonOption);
}

async function decide(
  surroundings: Surroundings,
  id: string,
  decision: { readonly action: string; readonly statement?: string; readonly into?: string; readonly scope?: string },
  { json, reason }: Common,
): Promise<void> {
  const { env, output, connect } = surroundings;
  forPeople(env, 'deciding about memories');
  const connection = await connect();
  const { actor } = await whereabouts(surroundings);
  const body = { ...decision, ...(reason !== undefined && { reason }) };
  const { position } = await send(connection, 'POST', pathOf(id, '/decisions'), body, actor);
  const followed = await inEffect(connection, position, surroundings.signal);
  const now = await connection.client.request('GET', pathOf(id), { schema: memory });
  if (json) return output.json({ position, inEffect: followed, memory: now });
  output.line(memoryLine(now, output));
  output.note(
    followed ? `${now.explanation} (position ${position})` : `written at ${position}; it takes effect in a moment`,
  );
}
