import type { LikelyFile, Recalled } from '@hookline/client';
import { shownId } from '@hookline/memory';
import { type AddCommand, jsonOption } from '../command.ts';
import { CommandError, exitCode } from '../failure.ts';
import { whereabouts } from '../memory/whereabouts.ts';
import { several, wholeNumber } from '../parse.ts';
import { cut } from '../render/screen-width.ts';
import { oneLine } from '../render/table.ts';
import { count } from '../render/words.ts';

interface Options {
  readonly project?: string;
  readonly session?: string;
  readonly actor?: string;
  readonly file?: readonly string[];
  readonly command?: readonly string[];
  readonly error?: readonly string[];
  readonly violation?: readonly string[];
  readonly kind?: readonly string[];
  readonly limit?: number;
  readonly tokens?: number;
  readonly files?: boolean;
  readonly why?: boolean;
  readonly json?: boolean;
}

export const addRecall: AddCommand = (program, { env, cwd, connect, output }) => {
  program
    .command('recall')
    .description('what is remembered that helps with this: words, and files, commands or errors by name')
    .argument('[words...]', 'a question, a task, an error')
    .option('--file <path>', 'a file that is to be worked on, relative to the repository', each)
    .option('--command <line>', 'a command that is to be run', each)
    .option('--error <text>', 'an error as it was printed', each)
    .option('--violation <id>', "the id of a linter's or a compiler's rule", each)
    .option('--files', 'instead: which files work like this changed, and so is likely to change')
    .option('--kind <kind>', 'only of these kinds, with commas between; `said` is what was said in sessions', several)
    .option('--project <id>', 'default: the project of the current folder')
    .option('--session <id>', 'the session it is asked in')
    .option('--actor <name>', 'who asks; default: git user.email, else the login')
    .option('--limit <count>', 'at most so many', wholeNumber(1), 10)
    .option('--tokens <count>', 'at most so many tokens of a language model, together', wholeNumber(1), 1_200)
    .option('--why', 'say which ways of looking found it, and what was left out')
    .option(...jsonOption)
    .action(async (words: string[], options: Options) => {
      const { client } = await connect();
      const at = await place(options);
      if (options.files) {
        const prompt = words.join(' ');
        if (prompt.trim() === '') throw new CommandError('--files: say in words what is to be done', usage);
        const files = await client.recallFiles({ prompt, ...at, limit: options.limit });
        if (options.json) return output.json({ files });
        if (files.length === 0) output.note(`nothing is remembered that changed files${inProject(at.project)}`);
        for (const file of files) output.line(cut(fileLine(file), output.width));
        return;
      }
      const found = await client.recall({
        query: words.join(' '),
        ...at,
        session: options.session,
        kinds: options.kind,
        files: options.file,
        commands: options.command,
        errors: options.error,
        violations: options.violation,
        limit: options.limit,
        tokens: options.tokens,
      });
      if (options.json) return output.json(found);
      if (found.hits.length === 0) output.note(`nothing is remembered of this${inProject(at.project)}`);
      for (const line of linesOf(found, options.why === true)) output.line(line);
    });

  async function place({ project, actor }: Options) {
    if (project !== undefined && actor !== undefined) return { project, actor };
    const here = await whereabouts({ env, cwd });
    return { project: project ?? here.project, actor: actor ?? here.actor };
  }

  function fileLine({ path, why, sessions }: LikelyFile): string {
    const changed = sessions.length === 0 ? '' : `, ${count(sessions.length, 'session')} like this`;
    return `${output.paint('bold', oneLine(path))}  ${why.map((reason) => reasons[reason] ?? reason).join(', ')}${changed}`;
  }

  function linesOf({ hits, dropped, tokens }: Recalled, why: boolean): string[] {
    const lines = hits.flatMap(({ memory, kind, title, statement, lastSeen, why: places }) => [
      cut(
        `${output.paint('bold', oneLine(title))}  ${kind}  ${shownId(memory)}  ${lastSeen.slice(0, 10)}`,
        output.width,
      ),
      cut(`  ${oneLine(statement)}`, output.width),
      ...(why ? [`  found by ${places.map(({ arm, rank }) => `${arm} ${rank}`).join(', ')}`] : []),
    ]);
    if (!why) return lines;
    const left = [...Map.groupBy(dropped, ({ reason }) => reason)].map(
      ([reason, those]) => `${those.length} ${reason}`,
    );
    return [...lines, `${tokens} tokens${left.length === 0 ? '' : `; left out: ${left.join(', ')}`}`];
  }
};

const usage = { exitCode: exitCode.usage };

const reasons: Readonly<Record<string, string>> = {
  named: 'named',
  'similar-work': 'changed by similar work',
  path: 'its path has the words',
  often: 'often changed',
};

/** Where it was looked: a wrong project is the usual reason for an empty answer. */
function inProject(project: string | undefined): string {
  return project === undefined
    ? ': this folder is of no project, name one with --project'
    : ` in the project ${oneLine(project)}`;
}

function each(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
