import { type AddCommand, jsonOption } from '../command.ts';
import { CommandError, exitCode } from '../failure.ts';
import { readKeys } from '../keys.ts';
import { checkRange, kinds, number, someText, wholeNumber } from '../parse.ts';
import { type Playing, playSession } from '../play-session.ts';

export const addReplay: AddCommand = (program, surroundings) => {
  program
    .command('replay')
    .description('play a session again as it happened')
    .argument('<session>', 'our id, the harness’s own, or the beginning of either', someText)
    .option('--speed <times>', 'so many times as fast as it was (1; 0 waits for nothing, as does --json)', number(0))
    .option('--step', 'one event per key: space or enter goes on, q ends')
    .option('--max-gap <seconds>', 'wait no longer than this between two events (3)', number(0), 3)
    .option('--from <position>', 'begin at this position of the log', wholeNumber())
    .option('--until <position>', 'end with this position of the log', wholeNumber())
    .option('--only <kinds>', 'only these kinds, with commas between; tool. is all that begin so', kinds)
    .option(jsonOption[0], 'one event per line, as JSON')
    .action(async (session: string, { step, ...options }: Partial<Playing> & { maxGap: number; step?: boolean }) => {
      if (step && !process.stdin.isTTY) {
        throw new CommandError('--step needs a terminal to read keys from', {
          hint: 'use --speed instead, or run it without a pipe',
          exitCode: exitCode.usage,
        });
      }
      checkRange(options.from, options.until);
      const { client } = await surroundings.connect();
      using keys = step ? readKeys(process.stdin) : undefined;
      const speed = options.speed ?? (options.json ? 0 : 1);
      await playSession(client, session, { ...options, speed, keys }, surroundings);
    });
};
