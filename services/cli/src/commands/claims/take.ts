import { ClaimHeldError } from '@hookline/client';
import { homeOf } from '@hookline/service/home';
import { InvalidArgumentError } from 'commander';
import { sessionAround } from '../../claims/session-around.ts';
import { type AddCommand, jsonOption } from '../../command.ts';
import { CommandError } from '../../failure.ts';
import { whereabouts } from '../../memory/whereabouts.ts';
import { lengthMs } from '../../parse.ts';
import { moment } from '../../render/words.ts';
import { TakenItems } from '../../taken-items.ts';

const kinds = ['path', 'glob', 'task'] as const;
type Kind = (typeof kinds)[number];

function kindOf(text: string): Kind {
  const kind = kinds.find((one) => one === text);
  if (kind !== undefined) return kind;
  throw new InvalidArgumentError(`expected ${kinds.join(', ')}.`);
}

interface Options {
  readonly json?: boolean;
  readonly project?: string;
  readonly holder?: string;
  readonly session?: string;
  readonly expires: number;
  readonly purpose?: string;
}

export const addTake: AddCommand = (group, surroundings) => {
  const { connect, output, env } = surroundings;
  group
    .command('take')
    .description('hold a path, a glob or a task alone; status 1 when somebody else does')
    .argument('<kind>', kinds.join(', '), kindOf)
    .argument('<resource>', 'a path or glob relative to the repository (*, **, ?, {a,b}), or the name of a task')
    .option('--project <id>', 'default: the project of this folder')
    .option('--holder <name>', 'who it is for; default: who works here')
    .option('--session <id>', 'the session it is for; default: the one whose agent runs this')
    .option('--expires <time>', 'held without being renewed: 90s, 10m, 2h (1h)', lengthMs, 3_600_000)
    .option('--purpose <text>', 'why, for others to see')
    .option(...jsonOption)
    .action(async (kind: Kind, resource: string, options: Options) => {
      const { json, expires: expiresInMs, purpose } = options;
      const here = await whereabouts(surroundings);
      const { client } = await connect();
      const session = options.session ?? sessionAround(env);
      const wanted = { kind, resource, project: options.project ?? here.project, holder: options.holder ?? here.actor };
      try {
        const claim = await client.claims.take({ ...wanted, session, expiresInMs, purpose });
        await new TakenItems(homeOf(env)).remember(claim.id, claim.fence);
        if (json) return output.json(claim);
        output.line(`${claim.id}  ${kind} ${claim.resource}  until ${moment(claim.expiresAt)}  fence ${claim.fence}`);
      } catch (error) {
        if (!(error instanceof ClaimHeldError)) throw error;
        throw new CommandError(error.message, { code: 'held', hint: error.hint, cause: error });
      }
    });
};
