import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { announcedFolder } from '@hookline/harnesses';
import { watchFolder } from '@hookline/spool';
import type { Cards } from '../cards.ts';
import type { PackOwner } from './packs.ts';
import type { FolderWhereabouts } from './whereabouts.ts';

export interface AnnouncedFoldersParts {
  readonly home: string;
  readonly where: Pick<FolderWhereabouts, 'of'>;
  readonly cards: Pick<Cards, 'arrives'>;
  onTrouble(error: unknown): void;
}

const pollMs = 250;
const pathBytesMax = 4_096;
const atOnceMax = 32;

/**
 * Puts ready what an agent is told in a folder that no session was seen in yet, because somebody is about to start one
 * there: a runner, in a new working tree. The file that names the folder goes away when that is done, or cannot be.
 */
export async function readAnnouncedFolders(parts: AnnouncedFoldersParts, signal: AbortSignal): Promise<void> {
  const folder = join(announcedFolder(parts.home, ''), '..');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for await (const _ of watchFolder(folder, signal, pollMs)) {
    const names = readdirSync(folder).filter((name) => /^[a-z0-9]{1,64}$/.test(name));
    await Promise.all(names.slice(0, atOnceMax).map((name) => arrive(join(folder, name), parts, signal)));
  }
}

async function arrive(file: string, { where, cards, onTrouble }: AnnouncedFoldersParts, signal: AbortSignal) {
  try {
    const stat = lstatSync(file, { throwIfNoEntry: false });
    if (!stat?.isFile() || stat.size > pathBytesMax) return;
    const announced = readFileSync(file, 'utf8');
    if (!announced.startsWith('/') || normalize(announced) !== announced) return;
    const { project, actor } = await where.of(announced);
    const owner: PackOwner = { project: project.id, actor };
    await cards.arrives(announced, owner, signal);
  } catch (error) {
    onTrouble(error);
  } finally {
    rmSync(file, { force: true, recursive: true });
  }
}
