import { eventsOfArchive } from '@hookline/archive';
import type { RecordedEvent } from '@hookline/schemas';
import { type AddCommand, jsonOption, type Surroundings } from '../command.ts';
import { CommandError, exitCode } from '../failure.ts';
import { readKeys } from '../keys.ts';
import { checkRange, kinds, number, someText, wholeNumber } from '../parse.ts';
import { playSession } from '../play-session.ts';
import { playByKeys } from '../replay/play-by-keys.ts';
import { isOfKinds, Tape } from '../replay/tape.ts';

interface Options {
  readonly speed?: number;
  readonly step?: boolean;
  readonly maxGap: number;
  readonly from?: number;
  readonly until?: number;
  readonly kinds?: string;
  readonly only?: string;
  readonly archive?: string;
  readonly json?: boolean;
}

export const addReplay: AddCommand = (program, surroundings) => {
  program
    .command('replay')
    .description('play a session again as it happened; on a terminal with keys (? shows them)')
    .argument('<session>', 'our id, the harness’s own, or the beginning of either', someText)
    .option('--speed <times>', 'so many times as fast as it was (1; 0 waits for nothing, as does --json)', number(0))
    .option('--step', 'one event per key: →, j or enter goes on, ← goes back, space plays, q ends')
    .option('--max-gap <seconds>', 'wait no longer than this between two events (3)', number(0), 3)
    .option('--from <position>', 'begin at this position of the log', wholeNumber())
    .option('--until <position>', 'end with this position of the log', wholeNumber())
    .option('--kinds <kinds>', 'only these kinds, with commas between; tool. is all that begin so', kinds)
    .option('--only <kinds>', 'the same as --kinds', kinds)
    .option('--archive <where>', 'play it from this archive (a folder or s3://bucket/prefix), without a bus', someText)
    .option(jsonOption[0], 'one event per line, as JSON')
    .action(async (session: string, options: Options) => {
      const { step = false, maxGap, json, kinds: wanted = options.only } = options;
      checkRange(options.from, options.until);
      const speed = options.speed ?? (json ? 0 : 1);
      const { output } = surroundings;
      const byKeys = process.stdin.isTTY && output.interactive && !json && (speed > 0 || step);
      if (step && !byKeys) {
        throw new CommandError('--step needs a terminal to read keys from', {
          hint: 'use --speed instead, or run it without a pipe',
          exitCode: exitCode.usage,
        });
      }
      const events = ofKinds(await eventsOf(session, options, surroundings), wanted);
      if (!byKeys) return playSession(events, { speed, maxGap, json }, surroundings);
      using keys = readKeys(process.stdin);
      await playByKeys(new Tape(events), { playing: !step, speed: speed || 1, maxGap }, keys, surroundings);
    });
};

/** The events of a session in its order: from the bus, or out of an archive. */
async function eventsOf(
  session: string,
  { from, until, archive }: Options,
  { connect, env, cwd }: Surroundings,
): Promise<AsyncIterable<RecordedEvent>> {
  if (archive === undefined) {
    const { client } = await connect();
    return client.replay(session, {
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
    });
  }
  const events = await eventsOfArchive(archive, session, env, cwd);
  if (events.length === 0) {
    throw new CommandError(`the archive at ${archive} has no session ${JSON.stringify(session)}`, {
      hint: 'give its whole id, as hookline sessions --json shows it',
      exitCode: exitCode.notFound,
    });
  }
  return (async function* () {
    for (const one of events) {
      if (one.position >= (from ?? 0) && one.position <= (until ?? Number.POSITIVE_INFINITY)) yield one;
    }
  })();
}

async function* ofKinds(
  events: AsyncIterable<RecordedEvent>,
  kindsWanted: string | undefined,
): AsyncIterable<RecordedEvent> {
  for await (const recorded of events) if (isOfKinds(recorded, kindsWanted)) yield recorded;
}
