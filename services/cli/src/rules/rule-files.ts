import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { homeOf } from '@hookline/service/home';
import type { Environment } from '../command.ts';
import { type FileOnDisk, readYamlFiles } from '../yaml-files.ts';

/**
 * The rule files that were named, and those in the folders that were named: `.hookline/rules` where nothing was and that
 * is there, else the folder whose rules are in force on this machine. Throws where there is none.
 */
export async function readRuleFiles(
  given: readonly string[],
  { env, cwd }: { readonly env: Environment; readonly cwd: string },
): Promise<FileOnDisk[]> {
  const hint = 'name files or folders; rules in force lie in HOOKLINE_RULES, else in `rules` in HOOKLINE_HOME';
  return await readYamlFiles(given.length > 0 ? given : [standardFolder(env, cwd)], { cwd, what: 'rule', hint });
}

function standardFolder(env: Environment, cwd: string): string {
  const ofProject = join('.hookline', 'rules');
  return existsSync(join(cwd, ofProject)) ? ofProject : env.HOOKLINE_RULES || join(homeOf(env), 'rules');
}
