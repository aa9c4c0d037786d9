import { z } from 'zod';
import { type AddCommand, jsonOption, type Surroundings } from '../../command.ts';
import { CommandError, exitCode } from '../../failure.ts';
import { forPeople } from '../../memory/agent-around.ts';
import { whereabouts } from '../../memory/whereabouts.ts';
import { someText } from '../../parse.ts';
import { pathOf } from './path.ts';

const changed = z.looseObject({ changed: z.boolean() });

interface Options {
  readonly reason?: string;
  readonly all?: boolean;
  readonly json?: boolean;
}

/** `pause`, `stop` and `resume`. */
export const addSwitches: AddCommand = (group, surroundings) => {
  const { output } = surroundings;

  group
    .command('pause')
    .description('keep one rule from acting; what would have fired meanwhile is never made up for')
    .argument('<rule>')
    .requiredOption('--reason <text>', 'why, for those who ask later', someText)
    .option(...jsonOption)
    .action(async (name: string, options: Options) => {
      const done = await send(surroundings, pathOf(name, '/pause'), options);
      if (options.json) return output.json(done);
      output.line(done.changed ? `${name} is paused` : `${name} was paused already`);
    });

  group
    .command('stop')
    .description('keep every rule from acting, at once; `hookline rules resume --all` lets them go on')
    .requiredOption('--reason <text>', 'why, for those who ask later', someText)
    .option(...jsonOption)
    .action(async (options: Options) => {
      const done = await send(surroundings, '/v1/rules/stop', options);
      if (options.json) return output.json(done);
      output.line(done.changed ? 'no rule acts any more' : 'every rule was stopped already');
    });

  group
    .command('resume')
    .description('let a paused rule act again, or with --all every rule after a stop')
    .argument('[rule]')
    .option('--all', 'after `stop`; what is paused stays paused')
    .option('--reason <text>', 'why, for those who ask later', someText)
    .option(...jsonOption)
    .action(async (name: string | undefined, options: Options) => {
      if ((name === undefined) === (options.all !== true)) {
        throw new CommandError('expected the name of a rule, or --all', {
          hint: '`hookline rules list` says what is paused and stopped',
          exitCode: exitCode.usage,
        });
      }
      const path = name === undefined ? '/v1/rules/resume' : pathOf(name, '/resume');
      const done = await send(surroundings, path, options);
      if (options.json) return output.json(done);
      const what = name ?? 'orchestration';
      const not = name === undefined ? 'nothing was stopped' : `${name} was not paused`;
      output.line(done.changed ? `${what} goes on` : not);
    });
};

async function send(surroundings: Surroundings, path: string, { reason }: Options) {
  forPeople(surroundings.env, 'switching rules');
  const { client } = await surroundings.connect();
  const { actor } = await whereabouts(surroundings);
  const headers = { 'x-hookline-person': encodeURIComponent(actor) };
  const body = reason === undefined ? {} : { reason };
  return await client.request('POST', path, { body, headers, schema: changed });
}
