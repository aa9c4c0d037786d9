import { z } from 'zod';
import { type AddCommand, jsonOption } from '../../command.ts';
import type { Connection } from '../../connection.ts';
import { CommandError, exitCode } from '../../failure.ts';
import { forPeople } from '../../memory/agent-around.ts';
import { inEffect, send } from '../../memory/decide.ts';
import { memory } from '../../memory/model.ts';
import { whereabouts } from '../../memory/whereabouts.ts';
import type { Output } from '../../output.ts';
import { several } from '../../parse.ts';
import { cut } from '../../render/screen-width.ts';
import { oneLine } from '../../render/table.ts';
import { count } from '../../render/words.ts';

const affected = z.looseObject({
  memories: z.array(
    z.looseObject({ before: memory, after: memory.nullable(), becomes: z.string(), shownTo: z.array(z.string()) }),
  ),
  total: z.number(),
  shownTo: z.array(z.string()),
});

interface Origin {
  readonly session?: readonly string[];
  readonly actor?: readonly string[];
}

const sessionOption = ['--session <id>', 'what this session brought in; repeat for several', several] as const;
const actorOption = ['--actor <name>', 'what this person brought in; repeat for several', several] as const;

export const addRevoke: AddCommand = (group, surroundings) => {
  const { env, connect, output } = surroundings;

  group
    .command('affected')
    .description('what rests on a session or a person, what it would be without, and which sessions were told it')
    .option(...sessionOption)
    .option(...actorOption)
    .option(...jsonOption)
    .action(async ({ json, ...origin }: Origin & { json?: boolean }) => {
      const found = await affectedBy(await connect(), origin, false);
      if (json) return output.json(found);
      for (const line of affectedLines(found, output)) output.line(line);
    });

  group
    .command('revoke')
    .description('let what a session or a person brought in count for no memory any more; shows first what that does')
    .option(...sessionOption)
    .option(...actorOption)
    .option('--reason <text>', 'why, for those who ask later')
    .option('--undo', 'let it count again')
    .option('--yes', 'do it; without, only what would happen is shown')
    .option(...jsonOption)
    .action(
      async ({
        json,
        yes,
        undo = false,
        reason,
        ...origin
      }: Origin & { json?: boolean; yes?: boolean; undo?: boolean; reason?: string }) => {
        forPeople(env, 'revoking');
        const connection = await connect();
        const found = await affectedBy(connection, origin, undo);
        if (!yes) {
          if (json) return output.json({ done: false, ...found });
          for (const line of affectedLines(found, output)) output.line(line);
          return output.note('nothing was changed: --yes does it, with --reason');
        }
        if (reason === undefined) {
          throw new CommandError('say why with --reason: it stays in the log', { exitCode: exitCode.usage });
        }
        const body = { sessions: origin.session ?? [], actors: origin.actor ?? [], reason, undone: undo };
        const { actor } = await whereabouts(surroundings);
        const { position } = await send(connection, 'POST', '/v1/memory/revocations', body, actor);
        const followed = await inEffect(connection, position, surroundings.signal);
        if (json) return output.json({ done: true, position, inEffect: followed, ...found });
        for (const line of affectedLines(found, output)) output.line(line);
        output.note(`${undo ? 'it counts again' : 'revoked'}, at position ${position}; --undo takes it back`);
      },
    );
};

async function affectedBy({ client }: Connection, { session = [], actor = [] }: Origin, undo: boolean) {
  if (session.length + actor.length === 0) {
    throw new CommandError('name at least one --session or --actor', { exitCode: exitCode.usage });
  }
  const query = new URLSearchParams({ undone: String(undo) });
  for (const one of session) query.append('session', one);
  for (const one of actor) query.append('actor', one);
  return await client.request('GET', `/v1/memory/affected?${query}`, { schema: affected });
}

const words: Readonly<Record<string, string>> = {
  gone: 'would be gone',
  retired: 'would be retired',
  demoted: 'would no longer be told',
  weaker: 'would have less support',
  same: 'would stay as it is',
};

function* affectedLines(found: z.infer<typeof affected>, output: Pick<Output, 'paint' | 'width'>): Iterable<string> {
  if (found.memories.length === 0) return yield 'no memory rests on it';
  yield output.paint('bold', `${count(found.total, 'memory', 'memories')} rest on it`);
  for (const { before, becomes, shownTo } of found.memories) {
    const told = shownTo.length === 0 ? '' : `, told to ${count(shownTo.length, 'session')}`;
    yield cut(`  ${before.shortId}  ${words[becomes] ?? becomes}${told}: ${oneLine(before.statement)}`, output.width);
  }
  if (found.total > found.memories.length) yield `  and ${found.total - found.memories.length} more`;
  if (found.shownTo.length === 0) return yield 'no session was told any of them';
  yield `${count(found.shownTo.length, 'session')} had been told some of them:`;
  for (const session of found.shownTo) yield `  ${session}`;
}
