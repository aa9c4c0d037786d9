import { type AddCommand, jsonOption } from '../../command.ts';
import { agentAround } from '../../memory/agent-around.ts';
import { inEffect, pathOf, send } from '../../memory/decide.ts';
import { projectOf, whereabouts } from '../../memory/whereabouts.ts';
import { oneOf, several, someText } from '../../parse.ts';

interface Remembering {
  readonly json?: boolean;
  readonly as: string;
  readonly about?: string;
  readonly scope: string;
  readonly project?: string;
  readonly session?: string;
  readonly file?: readonly string[];
  readonly why?: string;
}

interface Judging {
  readonly json?: boolean;
  readonly note?: string;
  readonly session?: string;
}

export const addRemember: AddCommand = (group, surroundings) => {
  const { env, connect, output } = surroundings;

  group
    .command('remember')
    .description('ask that something be remembered; what an agent asks for waits for a person')
    .argument('<statement>', 'at most 240 characters', someText)
    .option(
      '--as <kind>',
      'directive, decision, preference, procedure or fact',
      oneOf('directive', 'decision', 'preference', 'procedure', 'fact'),
      'fact',
    )
    .option('--about <subject>', 'what it is about: a later statement about the same thing takes its place', someText)
    .option('--scope <scope>', 'person, project or session', oneOf('session', 'person', 'project'), 'project')
    .option('--project <id>', 'whose memory (the project of this folder)')
    .option('--session <id>', 'the session it was said in')
    .option('--file <path>', 'a path it is about, relative to the repository; repeat for several', several)
    .option('--why <text>', 'the reason', someText)
    .option(...jsonOption)
    .action(async (statement: string, { json, file, project: named, ...asked }: Remembering) => {
      const connection = await connect();
      const project = await projectOf(surroundings, named);
      const { actor } = await whereabouts(surroundings);
      const by = agentAround(env) === undefined ? 'person' : 'agent';
      const body = { statement, project, actor, by, ...asked, ...(file !== undefined && { files: file }) };
      const { position, id, by: heard = by } = await send(connection, 'POST', '/v1/memory/remember', body, actor);
      const followed = await inEffect(connection, position, surroundings.signal);
      if (json) return output.json({ id, position, by: heard, inEffect: followed });
      output.line(`written at position ${position}${outlook(by, heard, asked.scope)}`);
    });

  group
    .command('judge')
    .description('say whether a memory helped')
    .argument('<id>', 'its id, as agents are shown it or any beginning of six characters', someText)
    .argument('<verdict>', 'helpful or harmful', oneOf('helpful', 'harmful'))
    .option('--note <text>', 'what happened', someText)
    .option('--session <id>', 'where')
    .option(...jsonOption)
    .action(async (id: string, verdict: string, { json, ...more }: Judging) => {
      const connection = await connect();
      const by = agentAround(env) === undefined ? 'person' : 'agent';
      const { actor } = await whereabouts(surroundings);
      const found = await send(connection, 'POST', pathOf(id, '/verdicts'), { verdict, by, ...more }, actor);
      if (json) return output.json(found);
      output.line(`${verdict}, written at position ${found.position}`);
    });
};

/** What becomes of it, as agents are told nothing by the words of one person alone. */
function outlook(by: 'person' | 'agent', heard: 'person' | 'agent', scope: string): string {
  if (by === 'agent') return ' as the words of an agent: a person approves it';
  if (heard === 'agent')
    return '; this token is not named like you, so that it is a proposal: hookline memory list --waiting';
  if (scope !== 'project') return '';
  return '; a person approves it before agents of the project are told: hookline memory list --waiting';
}
