import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.ts';

/** The version these tests were written against; `docs/how-to/record-a-session.md` says how to move to another. */
const claudeCodeVersion = '2.1.330';

const packageName = '@anthropic-ai/claude-code';
const installTimeoutMs = 15 * 60_000;

/**
 * The real Claude Code program of this platform. The first time it is installed from npm into the cache (about
 * 400 MB), where it stays; nothing of the coding clients on this machine is read or written.
 */
export async function findClaudeCode(): Promise<string> {
  const folder = join(cacheFolder(), 'harnesses', `claude-code-${claudeCodeVersion}`);
  const found = programIn(folder);
  if (found) return found;
  process.stderr.write(`installing ${packageName}@${claudeCodeVersion} into ${folder}, once (about 400 MB)\n`);
  const scratch = `${folder}.${process.pid}`;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  writeFileSync(join(scratch, 'package.json'), '{ "private": true }\n');
  await install(scratch);
  if (!programIn(scratch)) {
    throw new Error(
      `${packageName}@${claudeCodeVersion} brought no program for ${process.platform}-${process.arch} into ${scratch}: ` +
        'it comes as an optional dependency; see that npm does not omit those',
    );
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(scratch, folder);
  return programIn(folder)!;
}

function programIn(folder: string): string | undefined {
  const platform = `${packageName}-${process.platform}-${process.arch}`;
  return [platform, `${platform}-musl`]
    .map((name) => join(folder, 'node_modules', name, 'claude'))
    .find((path) => existsSync(path));
}

async function install(folder: string): Promise<void> {
  // Its own install script only puts the program at a second place.
  const flags = ['--ignore-scripts', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = spawn('npm', ['install', '--prefix', folder, ...flags, `${packageName}@${claudeCodeVersion}`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: installTimeoutMs,
  });
  let said = '';
  npm.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-4000);
  });
  const [status] = await once(npm, 'close');
  if (status !== 0) {
    throw new Error(
      `npm could not install ${packageName}@${claudeCodeVersion} into ${folder} (status ${status}). ` +
        `These tests need it: look at the registry npm uses, then run them again.\n${said}`,
    );
  }
}
