import { z } from 'zod';
import { type AddCommand, jsonOption } from '../../command.ts';
import { exitCode } from '../../failure.ts';
import { oneLine } from '../../render/table.ts';
import { count } from '../../render/words.ts';

const verification = z.looseObject({
  position: z.number(),
  sessions: z.number(),
  memories: z.number(),
  digest: z.string(),
  expected: z.string(),
  differing: z.array(z.looseObject({ memory: z.string(), found: z.boolean(), expected: z.boolean() })),
});
const progress = z.looseObject({
  position: z.number(),
  sessions: z.number(),
  memories: z.number(),
  faults: z.array(z.looseObject({ session: z.string(), fault: z.string() })).default([]),
});

const timeoutMs = 600_000;

/** `verify`, `rebuild` and `progress`. */
export const addCheck: AddCommand = (group, { connect, output, endWith }) => {
  group
    .command('verify')
    .description('make every memory from the archive alone and compare it with the one that is kept')
    .option(...jsonOption)
    .action(async ({ json }: { json?: boolean }) => {
      const { client } = await connect();
      const found = await client.request('POST', '/v1/memory/verify', { schema: verification, timeoutMs });
      const same = found.digest === found.expected;
      if (!same) endWith(exitCode.failed);
      if (json) return output.json(found);
      for (const { memory, ...one } of found.differing) output.line(`✗ ${memory} ${faultOf(one)}`);
      const from = `from ${count(found.sessions, 'session')} up to position ${found.position}`;
      if (same)
        output.line(`✓ ${count(found.memories, 'memory', 'memories')} ${from}, digest ${found.digest.slice(0, 16)}`);
      else
        output.note(`${found.differing.length} memories differ, ${from}: \`hookline memory rebuild\` makes them anew`);
    });

  group
    .command('rebuild')
    .description('begin again from the first event; what is known is told until the new memories are there')
    .option(...jsonOption)
    .action(async ({ json }: { json?: boolean }) => {
      const { client } = await connect();
      const begun = await client.request('POST', '/v1/memory/rebuild', { schema: progress });
      if (json) return output.json(begun);
      output.line('memories are made anew; `hookline memory progress` says how far they are');
    });

  group
    .command('progress')
    .description('how far memories are behind the log')
    .option(...jsonOption)
    .action(async ({ json }: { json?: boolean }) => {
      const { client } = await connect();
      const found = await client.request('GET', '/v1/memory/progress', { schema: progress });
      if (json) return output.json(found);
      output.line(
        `read up to position ${found.position}; ${count(found.sessions, 'session')} to observe, ${count(found.memories, 'memory', 'memories')} to fold`,
      );
      for (const { session, fault } of found.faults)
        output.line(`✗ ${oneLine(session)} was not observed whole: ${oneLine(fault)}`);
    });
};

function faultOf({ found, expected }: { readonly found: boolean; readonly expected: boolean }): string {
  if (!expected) return 'follows from nothing';
  return found ? 'is not what follows from its events' : 'is missing';
}
