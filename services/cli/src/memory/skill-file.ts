import { mkdir, readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { CommandError, exitCode } from '../failure.ts';

/** The only places skills go: whatever a server says, nothing else of a repository is written. */
const skillPath = /^\.agents\/skills\/[a-z0-9][a-z0-9-]{0,63}\/SKILL\.md$/;

/** The path as it is, where skills may lie. Throws for every other. */
export function checkedSkillPath(path: string): string {
  if (skillPath.test(path)) return path;
  throw new CommandError(
    `found ${JSON.stringify(path.slice(0, 200))} as the place of a skill, expected .agents/skills/<name>/SKILL.md`,
    {
      exitCode: exitCode.usage,
    },
  );
}

/** Writes a skill below the root, never through a link that leads out of it. */
export async function writeSkill(root: string, path: string, text: string, replace: boolean): Promise<void> {
  const file = join(root, checkedSkillPath(path));
  const top = await realpath(root);
  await mustLieWithin(top, dirname(file), path);
  await mkdir(dirname(file), { recursive: true });
  if (!replace && (await textOf(file)) !== '') {
    throw new CommandError(`${file} is there already`, {
      hint: '--replace overwrites it, --branch leaves it and makes a branch',
      exitCode: exitCode.usage,
    });
  }
  await replaceFile(file, text);
}

/** Looks at what is there of the folder, before anything is made in it. */
async function mustLieWithin(top: string, folder: string, path: string): Promise<void> {
  let there = folder;
  let found: string | undefined;
  while (found === undefined) {
    found = await realpath(there).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return undefined;
    });
    there = dirname(there);
  }
  if (found === top || found.startsWith(top + sep)) return;
  throw new CommandError(`${path} leads out of ${top}: found ${found}`, { exitCode: exitCode.usage });
}

/** Puts the text in the place of the file at once. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const beside = `${file}.hookline-${process.pid}`;
  await writeFile(beside, text, { flag: 'wx' });
  await rename(beside, file);
}

/** '' where there is no file. */
export async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
