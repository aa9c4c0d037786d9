import { join, resolve } from 'node:path';
import { withAgentsMdBlock } from '@hookline/memory';
import { z } from 'zod';
import { type AddCommand, jsonOption } from '../../command.ts';
import { CommandError, exitCode } from '../../failure.ts';
import { forPeople } from '../../memory/agent-around.ts';
import { pathOf, send } from '../../memory/decide.ts';
import { memory } from '../../memory/model.ts';
import { commitOnBranch } from '../../memory/skill-branch.ts';
import { checkedSkillPath, replaceFile, textOf, writeSkill } from '../../memory/skill-file.ts';
import { projectOf, whereabouts } from '../../memory/whereabouts.ts';
import { someText } from '../../parse.ts';
import { cut } from '../../render/screen-width.ts';
import { oneLine, plain } from '../../render/table.ts';

const listed = z.looseObject({
  memory,
  name: z.string(),
  state: z.string(),
  path: z.string(),
  hash: z.string(),
  trials: z.looseObject({ runs: z.number(), ok: z.number() }),
});
const skill = listed.extend({ markdown: z.string() });

interface Publishing {
  readonly json?: boolean;
  readonly branch?: string | true;
  readonly replace?: boolean;
}

export const addSkills: AddCommand = (group, surroundings) => {
  const { env, cwd, connect, output } = surroundings;
  const skills = group.command('skills').description('procedures that were verified often enough to become skills');

  skills
    .command('list', { isDefault: true })
    .description('every one, with its state: draft, on trial since it was handed over, or published')
    .option('--project <id>', 'only of this project')
    .option(...jsonOption)
    .action(async ({ json, project }: { json?: boolean; project?: string }) => {
      const { client } = await connect();
      const schema = z.looseObject({ skills: z.array(listed) });
      const found = await client.request('GET', '/v1/memory/skills', { query: { project }, schema });
      if (json) return output.json(found.skills);
      if (found.skills.length === 0) output.note('no procedure was verified in three sessions by two people yet');
      for (const { memory: of, name, state, trials } of found.skills) {
        const tried = trials.runs === 0 ? '' : `, went well ${trials.ok} of ${trials.runs} times`;
        output.line(cut(`  ${of.shortId}  ${state}${tried}  ${name}: ${oneLine(of.statement)}`, output.width));
      }
    });

  skills
    .command('show')
    .description('SKILL.md as it would be handed over')
    .argument('<id>', 'the procedure', someText)
    .option(...jsonOption)
    .action(async (id: string, { json }: { json?: boolean }) => {
      const { client } = await connect();
      const found = await client.request('GET', pathOf(id, '/skill'), { schema: skill });
      if (json) return output.json(found);
      output.line(plain(found.markdown).trimEnd());
    });

  skills
    .command('publish')
    .description('hand a skill over: write its file into this working tree, or commit it on a branch of its own')
    .argument('<id>', 'the procedure', someText)
    .option('--branch [name]', 'commit it on a new branch (skill/<name>); what is checked out stays as it is')
    .option('--replace', 'overwrite the file where it is there already')
    .option(...jsonOption)
    .action(async (id: string, { json, branch, replace }: Publishing) => {
      forPeople(env, 'publishing a skill');
      const connection = await connect();
      const found = await connection.client.request('GET', pathOf(id, '/skill'), { schema: skill });
      const { root, project, actor } = await whereabouts(surroundings);
      if (root === undefined || project !== found.memory.project) {
        throw new CommandError(
          `the skill is of ${found.memory.project}, and this folder ${project === undefined ? 'of no project' : `of ${project}`}`,
          { hint: 'run it in a working tree of that project', exitCode: exitCode.usage },
        );
      }
      const on = branch === true ? `skill/${found.name}` : branch;
      if (on === undefined) await writeSkill(root, found.path, found.markdown, replace === true);
      else {
        const message = `Add the skill ${found.name}\n\nDrafted from memory ${found.memory.id}, see its provenance table.\n`;
        await commitOnBranch({ root, branch: on, path: checkedSkillPath(found.path), text: found.markdown, message });
      }
      const body = {
        as: on === undefined ? 'file' : 'branch',
        path: found.path,
        hash: found.hash,
        ...(on && { branch: on }),
      };
      const { position } = await send(connection, 'POST', pathOf(found.memory.id, '/skill/published'), body, actor);
      if (json) return output.json({ ...body, name: found.name, position });
      output.line(on === undefined ? join(root, found.path) : `${found.path} on the branch ${on}`);
      output.note('look at it, then commit or push it; its uses are counted from now on');
    });

  group
    .command('agents-md')
    .description('what is known of a project as a block for AGENTS.md; prints it, or keeps it in a file up to date')
    .option('--project <id>', 'of this project (that of this folder)')
    .option('--write <file>', 'replace the block in this file, or add it at the end; the rest stays')
    .option(...jsonOption)
    .action(async ({ json, project, write }: { json?: boolean; project?: string; write?: string }) => {
      const { client } = await connect();
      const query = { project: await projectOf(surroundings, project) };
      const block = await (await client.send('GET', '/v1/memory/agents-md', { query })).text();
      if (write === undefined) return json ? output.json({ ...query, block }) : output.line(plain(block));
      forPeople(env, 'writing into files that agents are told to follow');
      const file = resolve(cwd, write);
      const before = await textOf(file);
      const after = withAgentsMdBlock(before, block);
      if (after !== before) await replaceFile(file, after);
      if (json) return output.json({ ...query, file, changed: after !== before });
      output.line(after === before ? `${file} has it already` : `${file} has it now`);
    });
};
