import type { Claim } from '@hookline/client';
import { homeOf } from '@hookline/service/home';
import { type AddCommand, jsonOption } from '../../command.ts';
import { CommandError, exitCode } from '../../failure.ts';
import { forPeople } from '../../memory/agent-around.ts';
import { lengthMs, wholeNumber } from '../../parse.ts';
import { moment } from '../../render/words.ts';
import { TakenItems } from '../../taken-items.ts';

interface Options {
  readonly json?: boolean;
  readonly fence?: number;
  readonly expires: number;
}

/** What is done with a claim after it was taken: renew, release, revoke. */
export const addEnd: AddCommand = (group, { connect, output, env }) => {
  const taken = new TakenItems(homeOf(env));
  const tell = (claim: Claim, json: boolean | undefined) =>
    json
      ? output.json(claim)
      : output.line(
          `${claim.id}  ${claim.kind} ${claim.resource}  ${claim.state}${
            claim.state === 'held' ? ` until ${moment(claim.expiresAt)}` : ''
          }`,
        );
  const fenceOf = async (id: string, given: number | undefined) => {
    const fence = given ?? (await taken.fenceOf(id));
    if (fence !== undefined) return fence;
    throw new CommandError(`claim ${id} was not taken here: its fence is not known`, {
      hint: 'give --fence, as `hookline claims take --json` printed it; a person may revoke it instead',
      exitCode: exitCode.usage,
    });
  };
  const command = (verb: string, description: string) =>
    group
      .command(verb)
      .description(description)
      .argument('<id>')
      .option(...jsonOption);
  const fenced = (verb: string, description: string) =>
    command(verb, description).option(
      '--fence <number>',
      'the fence it was taken with (known here when it was taken here)',
      wholeNumber(1),
    );

  fenced('renew', 'hold on to a claim')
    .option('--expires <time>', 'for so long from now: 90s, 10m, 2h (1h)', lengthMs, 3_600_000)
    .action(async (id: string, { json, fence, expires: expiresInMs }: Options) => {
      const { client } = await connect();
      tell(await client.claims.renew({ id, fence: await fenceOf(id, fence) }, { expiresInMs }), json);
    });
  fenced('release', 'let go of a claim').action(async (id: string, { json, fence }: Options) => {
    const { client } = await connect();
    tell(await client.claims.release({ id, fence: await fenceOf(id, fence) }), json);
    await taken.forget(id);
  });
  command('revoke', 'end a claim, whoever holds it; for people').action(async (id: string, { json }: Options) => {
    forPeople(env, 'revoking a claim');
    const { client } = await connect();
    tell(await client.claims.revoke(id), json);
  });
};
