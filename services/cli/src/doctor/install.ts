import { homedir } from 'node:os';
import { join } from 'node:path';
import { inspectInstall } from '@hookline/harnesses';
import { homeOf } from '@hookline/service/home';
import type { Surroundings } from '../command.ts';
import type { Finding } from './finding.ts';

/** Whether harnesses of this user are hooked up, and whether their hooks still work. */
export async function examineInstall({ env, cwd }: Surroundings): Promise<Finding[]> {
  const target = {
    home: homeOf(env),
    scope: 'user' as const,
    claudeConfigDir: env.CLAUDE_CONFIG_DIR || join(env.HOME || homedir(), '.claude'),
    projectDir: cwd,
  };
  const found = await inspectInstall(target);
  return found.map(({ level, code, message, advice }) => ({
    // A harness that was never hooked up is a choice, not a fault of the bus.
    level: code === 'not-installed' ? ('note' as const) : level,
    part: 'claude-code',
    message,
    ...(advice && { advice }),
  }));
}
