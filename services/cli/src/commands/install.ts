import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { homeOf } from '@hookline/service/home';
import { Argument, type Command } from 'commander';
import { type AddCommand, jsonOption, type Surroundings } from '../command.ts';
import { CommandError, exitCode } from '../failure.ts';

interface Options {
  readonly user?: boolean;
  readonly project?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export const addInstall: AddCommand = (program, surroundings) => {
  const { output } = surroundings;
  withTarget(
    program.command('install').description('hook a harness up, so that its sessions are captured from now on'),
  ).action(async (harness: string, options: Options) => {
    const { applyPlan, diffPlan, planInstall, verifyInstall } = await import('@hookline/harnesses');
    const plan = await planInstall(targetOf(options, surroundings));
    for (const warning of plan.warnings) output.note(`hookline: ${warning}`);
    const diff = diffPlan(plan);
    if (options.dryRun)
      return options.json ? output.json({ changed: plan.changed, diff }) : output.line(diff || 'nothing would change');
    if (plan.changed && !(await agreed(diff, options, surroundings))) return;
    const { changed, did } = await applyPlan(plan);
    const problems = await verifyInstall(plan);
    if (problems.length > 0)
      throw new CommandError(`${harness} is hooked up, but a trial hook failed`, { issues: problems });
    if (options.json) return output.json({ harness, changed, did, settings: plan.settings.path });
    for (const each of did) output.line(`✓ ${each}`);
    output.line(
      changed
        ? `${harness} is hooked up: sessions that start now are captured`
        : `${harness} was hooked up before: nothing to change`,
    );
  });
};

export const addUninstall: AddCommand = (program, surroundings) => {
  const { output } = surroundings;
  withTarget(program.command('uninstall').description('take our hooks out of a harness again')).action(
    async (harness: string, options: Options) => {
      const { applyUninstall, diffFile, planClaudeCodeUninstall } = await import('@hookline/harnesses');
      const plan = await planClaudeCodeUninstall(targetOf(options, surroundings));
      const diff = plan.outcome === 'nothing' ? '' : diffFile(plan.settings);
      if (options.dryRun)
        return options.json
          ? output.json({ outcome: plan.outcome, diff })
          : output.line(diff || 'nothing would change');
      if (plan.outcome !== 'nothing' && !(await agreed(diff, options, surroundings))) return;
      await applyUninstall(plan);
      if (options.json)
        return output.json({ harness, outcome: plan.outcome, message: plan.message, settings: plan.settings.path });
      output.line(plan.message);
    },
  );
};

function withTarget(command: Command): Command {
  return command
    .addArgument(new Argument('<harness>', 'which harness').choices(['claude-code']))
    .option('--user', 'in the settings of this user (the standard)')
    .option('--project', 'in the settings of this project, for all who work on it')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('-y, --yes', 'do not ask')
    .option(...jsonOption);
}

function targetOf({ user, project }: Options, { env, cwd }: Surroundings) {
  if (user && project) throw new CommandError('--user and --project: choose one', { exitCode: exitCode.usage });
  return {
    home: homeOf(env),
    scope: project ? ('project' as const) : ('user' as const),
    claudeConfigDir: env.CLAUDE_CONFIG_DIR || join(env.HOME || homedir(), '.claude'),
    projectDir: cwd,
  };
}

/** Shows the change and asks, where there is somebody to ask. A script that runs this has decided already. */
async function agreed(diff: string, { yes, json }: Options, { output, signal }: Surroundings): Promise<boolean> {
  if (yes || json || !process.stdin.isTTY || !output.interactive) return true;
  output.line(diff);
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await asking.question('Change it? [Y/n] ', { signal });
    return !/^n/i.test(answer.trim());
  } finally {
    asking.close();
  }
}
