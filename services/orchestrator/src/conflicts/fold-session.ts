import type { BusEvent, Text } from '@hookline/schemas';
import { plainText } from '../plain-text.ts';
import type { SeenSession, SessionNotes } from './board.ts';

const intentMax = 300;
const ancestorsMax = 32;
const nameMax = 300;
const folderMax = 1_000;

/** Kinds after which a session that had ended goes on. */
const revives: ReadonlySet<string> = new Set([
  'session.started',
  'session.resumed',
  'session.forked',
  'prompt.submitted',
  'tool.started',
  'file.written',
]);

/** A session after one more of its events. `parentOf` answers what is known of another one. */
export function sessionAfter(
  before: SeenSession | undefined,
  event: BusEvent,
  happenedMs: number,
  parentOf: (session: string) => SeenSession | undefined,
): SeenSession {
  const ended = before?.endedMs;
  const lives = ended === undefined || (happenedMs > ended && revives.has(event.kind));
  return {
    lastMs: Math.max(before?.lastMs ?? 0, happenedMs),
    endedMs: event.kind === 'session.ended' ? Math.max(ended ?? 0, happenedMs) : lives ? undefined : ended,
    notes: notesAfter(before?.notes ?? { ancestors: [] }, event, parentOf),
  };
}

function notesAfter(
  before: SessionNotes,
  event: BusEvent,
  parentOf: (session: string) => SeenSession | undefined,
): SessionNotes {
  const host = /^urn:hookline:([^:]+):/.exec(event.source)?.[1];
  const notes: SessionNotes = {
    ...before,
    ...(event.actor !== undefined && { actor: plainText(event.actor, nameMax) }),
    ...(host !== undefined && { host: plainText(host, nameMax) }),
  };
  switch (event.kind) {
    case 'session.started': {
      const { cwd, project, branch, previousSession } = event.data;
      const folder = project?.root ?? cwd;
      return {
        ...notes,
        ...(folder !== undefined && { folder: plainText(folder, folderMax) }),
        ...(branch !== undefined && { branch: plainText(branch, nameMax) }),
        ancestors: withParent(before.ancestors, event.session, previousSession, parentOf),
      };
    }
    case 'session.forked': {
      const { cwd, parentSession } = event.data;
      return {
        ...notes,
        ...(cwd !== undefined && { folder: notes.folder ?? plainText(cwd, folderMax) }),
        ancestors: withParent(before.ancestors, event.session, parentSession, parentOf),
      };
    }
    case 'session.resumed':
      return {
        ...notes,
        ...(event.data.cwd !== undefined && { folder: notes.folder ?? plainText(event.data.cwd, folderMax) }),
      };
    case 'cwd.changed': {
      const { to } = event.data;
      return isOtherCopy(notes.folder, to) ? { ...notes, folder: plainText(to, folderMax) } : notes;
    }
    case 'prompt.submitted': {
      if (event.data.by === 'harness') return notes;
      const { intentTrust: _, ...others } = notes;
      return { ...others, intent: shortened(event.data.text), ...(event.trust && { intentTrust: event.trust }) };
    }
    case 'commit.made':
    case 'branch.pushed':
      return event.data.branch === undefined ? notes : { ...notes, branch: plainText(event.data.branch, nameMax) };
    default:
      return notes;
  }
}

function withParent(
  known: readonly string[],
  session: string | undefined,
  named: string | undefined,
  parentOf: (session: string) => SeenSession | undefined,
): readonly string[] {
  if (named === undefined || named === session) return known;
  const parent = plainText(named, 512);
  const all = new Set([...known, parent, ...(parentOf(parent)?.notes.ancestors ?? [])]);
  return [...all].filter((one) => one !== session).slice(0, ancestorsMax);
}

/** A folder below the working copy is of the same one, unless it is where harnesses make worktrees. */
function isOtherCopy(folder: string | undefined, to: string): boolean {
  if (folder === undefined) return true;
  if (to === folder) return false;
  return !to.startsWith(`${folder}/`) || /\/\.?worktrees\//.test(to.slice(folder.length));
}

function shortened(text: Text): string {
  const said = (typeof text === 'string' ? text : text.head).slice(0, 4 * intentMax).toWellFormed();
  const line = said.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  const characters = [...line];
  return characters.length <= intentMax
    ? line
    : `${characters
        .slice(0, intentMax - 1)
        .join('')
        .trimEnd()}…`;
}
