import { z } from 'zod';
import { type AddCommand, jsonOption } from '../../command.ts';
import { forPeople } from '../../memory/agent-around.ts';
import { send } from '../../memory/decide.ts';
import { whereabouts } from '../../memory/whereabouts.ts';
import { someText } from '../../parse.ts';

const teams = z.looseObject({ teams: z.array(z.looseObject({ team: z.string(), projects: z.array(z.string()) })) });
const aliases = z.looseObject({ aliases: z.array(z.looseObject({ alias: z.string(), project: z.string() })) });

export const addTeams: AddCommand = (group, surroundings) => {
  const { env, connect, output } = surroundings;

  group
    .command('teams')
    .description('teams with their projects; with a name, says which projects are its')
    .argument('[team]', 'lower-case letters, digits, dots and dashes')
    .argument('[projects...]', 'all of its projects')
    .option('--remove', 'take the team away')
    .option(...jsonOption)
    .action(
      async (
        team: string | undefined,
        projects: readonly string[],
        { json, remove }: { json?: boolean; remove?: boolean },
      ) => {
        const connection = await connect();
        if (team !== undefined && (remove || projects.length > 0)) {
          forPeople(env, 'saying which projects are a team’s');
          const { actor } = await whereabouts(surroundings);
          const path = `/v1/memory/teams/${encodeURIComponent(team)}`;
          const found = await send(connection, 'PUT', path, { projects: remove ? [] : projects }, actor);
          if (json) return output.json(found);
          return output.line(
            `${team} ${remove ? 'is taken away' : `has ${projects.join(', ')}`} (position ${found.position})`,
          );
        }
        const found = await connection.client.request('GET', '/v1/memory/teams', { schema: teams });
        const shown = found.teams.filter((one) => team === undefined || one.team === team);
        if (json) return output.json(shown);
        if (shown.length === 0) output.note('no team: hookline memory teams <team> <project> ... makes one');
        for (const one of shown) output.line(`${one.team}  ${one.projects.join(', ')}`);
      },
    );

  group
    .command('alias')
    .description('names that are other names of a project; with two names, says that the first is one of the second')
    .argument('[alias]', 'a project id that sessions were seen under')
    .argument('[project]', 'the project it is', someText)
    .option('--undo', 'say that they are not the same')
    .option(...jsonOption)
    .action(
      async (
        alias: string | undefined,
        project: string | undefined,
        { json, undo }: { json?: boolean; undo?: boolean },
      ) => {
        const connection = await connect();
        if (alias !== undefined && project !== undefined) {
          forPeople(env, 'saying that two names are one project');
          const { actor } = await whereabouts(surroundings);
          const body = { alias, project, ...(undo && { undone: true }) };
          const found = await send(connection, 'PUT', '/v1/memory/aliases', body, actor);
          if (json) return output.json(found);
          return output.line(
            `${alias} is ${undo ? 'no longer ' : ''}a name of ${project} (position ${found.position})`,
          );
        }
        const found = await connection.client.request('GET', '/v1/memory/aliases', { schema: aliases });
        if (json) return output.json(found.aliases);
        if (found.aliases.length === 0) output.note('every project has one name');
        for (const one of found.aliases) output.line(`${one.alias}  is  ${one.project}`);
      },
    );
};
