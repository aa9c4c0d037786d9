import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type AddCommand, jsonOption, type Surroundings } from '../../command.ts';
import { CommandError, exitCode } from '../../failure.ts';
import { forPeople } from '../../memory/agent-around.ts';
import { whereabouts } from '../../memory/whereabouts.ts';
import { ruleDetails } from '../../rules/model.ts';
import { pathOf } from './path.ts';

/** `publish` and `withdraw`: rules that no file on the bus's machine holds. */
export const addPublish: AddCommand = (group, surroundings) => {
  const { connect, cwd, env, output } = surroundings;

  group
    .command('publish')
    .description('bring a rule into force over HTTP: checked, its tests run, from the end of the log on')
    .argument('<file>')
    .option(...jsonOption)
    .action(async (file: string, { json }: { json?: boolean }) => {
      forPeople(env, 'publishing rules');
      const text = await readFile(resolve(cwd, file), 'utf8').catch(() => {
        throw new CommandError(`there is no ${file}`, { exitCode: exitCode.notFound });
      });
      const name = /^rule:\s*["']?([a-z0-9-]+)/m.exec(text)?.[1];
      if (name === undefined) {
        throw new CommandError(`${file} has no line \`rule: <name>\``, {
          hint: '`hookline rules check` says what is wrong with it',
          exitCode: exitCode.usage,
        });
      }
      const { client } = await connect();
      const headers = await person(surroundings);
      const found = await client.request('PUT', pathOf(name), { body: { text }, headers, schema: ruleDetails });
      if (json) return output.json(found);
      output.line(`${found.name} ${found.version} is in force for what comes after position ${found.gate}`);
    });

  group
    .command('withdraw')
    .description('take a rule that was published over HTTP out of force')
    .argument('<rule>')
    .option(...jsonOption)
    .action(async (name: string, { json }: { json?: boolean }) => {
      forPeople(env, 'withdrawing rules');
      const { client } = await connect();
      const headers = await person(surroundings);
      const schema = z.looseObject({ withdrawn: z.boolean() });
      const done = await client.request('DELETE', pathOf(name), { headers, schema });
      if (json) return output.json(done);
      output.line(`${name} is withdrawn`);
    });
};

async function person(surroundings: Pick<Surroundings, 'env' | 'cwd'>): Promise<Record<string, string>> {
  const { actor } = await whereabouts(surroundings);
  return { 'x-hookline-person': encodeURIComponent(actor) };
}
