import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { homeOf } from '@hookline/service/home';
import type { Environment } from '../command.ts';
import { CommandError, exitCode } from '../failure.ts';

/** A rule file as it lies on this machine. */
export interface RuleOnDisk {
  /** As it was named, or found below what was named. */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly text: string;
}

/**
 * The rule files that were named, and those in the folders that were named: `.hookline/rules` where nothing was and that
 * is there, else the folder whose rules are in force on this machine. Throws where there is none.
 */
export async function readRuleFiles(
  given: readonly string[],
  { env, cwd }: { readonly env: Environment; readonly cwd: string },
): Promise<RuleOnDisk[]> {
  const paths = given.length > 0 ? given : [standardFolder(env, cwd)];
  const rules = (await Promise.all(paths.map((path) => readPath(resolve(cwd, path), path)))).flat();
  if (rules.length > 0) return rules;
  throw new CommandError(`no rule file (*.yaml) in ${paths.join(', ')}`, {
    hint: 'name files or folders; rules in force lie in HOOKLINE_RULES, else in `rules` in HOOKLINE_HOME',
    exitCode: exitCode.notFound,
  });
}

function standardFolder(env: Environment, cwd: string): string {
  const ofProject = join('.hookline', 'rules');
  return existsSync(join(cwd, ofProject)) ? ofProject : env.HOOKLINE_RULES || join(homeOf(env), 'rules');
}

async function readPath(path: string, given: string): Promise<RuleOnDisk[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new CommandError(`there is no ${given}`, {
      hint: 'name rule files, or folders of them',
      exitCode: exitCode.notFound,
    });
  }
  if (found.isFile()) return [{ name: given, file: path, text: await readFile(path, 'utf8') }];
  const names = (await readdir(path)).filter((name) => /\.ya?ml$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({
      name: join(given, name),
      file: join(path, name),
      text: await readFile(join(path, name), 'utf8'),
    })),
  );
}
