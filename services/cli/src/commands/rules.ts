import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { homeOf } from '@hookline/service/home';
import { z } from 'zod';
import { type AddCommand, type Environment, jsonOption } from '../command.ts';
import { CommandError, exitCode } from '../failure.ts';
import { oneLine } from '../render/table.ts';
import { count } from '../render/words.ts';

const results = z.object({
  results: z.array(
    z.looseObject({
      rule: z.string(),
      firings: z.array(
        z.looseObject({
          key: z.string().nullish(),
          position: z.number(),
          time: z.string(),
          would: z.array(z.string()),
        }),
      ),
      problems: z.array(z.string()),
    }),
  ),
});
const textMax = 200;

export const addRules: AddCommand = (program, { env, cwd, connect, output, endWith }) => {
  program
    .command('rules')
    .description('rules over the log: try them without acting')
    .command('test')
    .description('check rule files, run their own tests, and list what they would have done')
    .argument(
      '[paths...]',
      'rule files or folders of them (.hookline/rules where it is there, else the rules in force)',
    )
    .option('--since <time>', 'over the events since then: 24h, 30d')
    .option('--session <session>', 'over this session')
    .option(...jsonOption)
    .action(async (given: string[], { json, since, session }: { json?: boolean; since?: string; session?: string }) => {
      const paths = given.length > 0 ? given : [standardFolder(env, cwd)];
      const rules = (await Promise.all(paths.map((path) => readRules(resolve(cwd, path), path)))).flat();
      if (rules.length === 0) {
        throw new CommandError(`no rule file (*.yaml) in ${paths.join(', ')}`, {
          hint: 'name files or folders; rules in force lie in HOOKLINE_RULES, else in `rules` in HOOKLINE_HOME',
          exitCode: exitCode.notFound,
        });
      }
      const { client } = await connect();
      const body = { rules, since, session };
      const answer = await client.request('POST', '/v1/rules/test', { body, schema: results, timeoutMs: 300_000 });
      if (answer.results.some(({ problems }) => problems.length > 0)) endWith(exitCode.failed);
      if (json) return output.json(answer.results);
      for (const { rule, firings, problems } of answer.results) {
        const mark = problems.length > 0 ? output.paint('red', '✗') : output.paint('green', '✓');
        output.line(`${mark} ${rule}: ${count(firings.length, 'firing')}`);
        for (const problem of problems) output.line(`    ${oneLine(problem).slice(0, textMax)}`);
        for (const firing of firings) {
          output.line(
            `    ${String(firing.position).padStart(7)}  ${firing.time}  ${oneLine(firing.key ?? '')}  ${firing.would.map(oneLine).join(', ')}`,
          );
        }
      }
    });
};

function standardFolder(env: Environment, cwd: string): string {
  const ofProject = join('.hookline', 'rules');
  return existsSync(join(cwd, ofProject)) ? ofProject : env.HOOKLINE_RULES || join(homeOf(env), 'rules');
}

async function readRules(path: string, given: string): Promise<{ name: string; text: string }[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new CommandError(`there is no ${given}`, {
      hint: 'name rule files, or folders of them',
      exitCode: exitCode.notFound,
    });
  }
  if (found.isFile()) return [{ name: given, text: await readFile(path, 'utf8') }];
  const names = (await readdir(path)).filter((name) => /\.ya?ml$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({ name: join(given, name), text: await readFile(join(path, name), 'utf8') })),
  );
}
