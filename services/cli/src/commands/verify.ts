import { z } from 'zod';
import { type AddCommand, jsonOption, type Surroundings } from '../command.ts';
import { exitCode } from '../failure.ts';
import { wholeNumber } from '../parse.ts';

const verification = z.looseObject({
  ok: z.boolean(),
  events: z.number(),
  expired: z.number().default(0),
  from: z.number(),
  to: z.number(),
  findings: z.array(z.looseObject({ type: z.string(), position: z.number().nullish(), message: z.string() })),
  findingsTotal: z.number(),
});

const states = z.looseObject({
  checked: z.number(),
  differing: z.array(
    z.looseObject({
      session: z.string(),
      position: z.number(),
      model: z.string(),
      expected: z.string(),
      found: z.string(),
      rows: z.array(z.string()),
    }),
  ),
});

interface Options {
  readonly states?: number;
  readonly repair?: boolean;
  readonly json?: boolean;
}

const timeoutMs = 600_000;

export const addVerify: AddCommand = (program, surroundings) => {
  program
    .command('verify')
    .description('compare the archive with the log, event by event; or snapshots of states with what events say')
    .option('--states <number>', 'fold so many snapshots of states again from the first event', wholeNumber(1))
    .option('--repair', 'with --states: forget the snapshots of sessions that differ; they are made again')
    .option(...jsonOption)
    .action((options: Options) =>
      options.states === undefined ? verifyArchive(options, surroundings) : verifyStates(options, surroundings),
    );
};

async function verifyArchive({ json }: Options, { connect, output, endWith }: Surroundings): Promise<void> {
  const { client } = await connect();
  const found = await client.request('GET', '/v1/verify', { schema: verification, timeoutMs });
  if (!found.ok) endWith(exitCode.failed);
  if (json) return output.json(found);
  for (const { message } of found.findings) output.line(`✗ ${message}`);
  if (found.ok)
    output.line(
      `✓ archive and log agree on ${found.events} events (positions ${found.from} to ${found.to})${found.expired > 0 ? `; ${found.expired} more expired` : ''}`,
    );
  else output.note(`${found.findingsTotal} faults in ${found.events} events`);
}

async function verifyStates(
  { states: sample, repair, json }: Options,
  { connect, output, endWith }: Surroundings,
): Promise<void> {
  const { client } = await connect();
  const body = { sample };
  const { checked, differing } = await client.request('POST', '/v1/verify/states', { body, schema: states, timeoutMs });
  const sessions = [...new Set(differing.map(({ session }) => session))];
  if (repair) {
    for (const session of sessions) {
      await client.request('DELETE', `/v1/sessions/${encodeURIComponent(session)}/snapshots`);
    }
  } else if (differing.length > 0) {
    endWith(exitCode.failed);
  }
  if (json) return output.json({ checked, differing, repaired: repair ? sessions : [] });
  for (const { session, position, model, expected, found, rows } of differing) {
    const named = rows.length === 0 ? '' : `; rows ${rows.join(', ')}`;
    output.line(`✗ ${model} of ${session} at position ${position}: kept ${found}, events give ${expected}${named}`);
  }
  if (differing.length === 0) {
    output.line(
      checked === 0
        ? '✓ there are no snapshots yet: every state is folded from its first event'
        : `✓ ${checked} snapshots are what their events give`,
    );
  } else if (repair) {
    output.line(`${sessions.length} sessions: their snapshots are forgotten and made again from the events`);
  } else {
    output.note(
      `${differing.length} of ${checked} snapshots differ: run it again with --repair to have them made again from the events`,
    );
  }
}
