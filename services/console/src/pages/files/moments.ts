import type { Access } from '../../api/files.ts';
import type { Outline } from '../../api/outline-columns.ts';

/** A moment of a session at which one may want to see a file: something was done to it, or a command was run. */
export interface MomentOfFile {
  readonly position: number;
  /** Whose state is meant: of a command the event before it, since from its start on it may write. */
  readonly stateAt: number;
  readonly at: string;
  readonly what:
    | { readonly type: 'access'; readonly access: Access }
    | { readonly type: 'command'; readonly words: string; readonly outcome: string; readonly exitCode: number | null };
}

/** Tools that run commands, in the words of the harnesses we know. */
const shells = /^(bash|shell|exec|local_shell|run_shell|run_terminal|run_command|powershell|terminal|command)/i;

/** The accesses to the file and the commands of the session, as they happened. */
export function momentsOf(accesses: readonly Access[], outline: Outline | undefined): MomentOfFile[] {
  const commands = (outline?.entries ?? []).flatMap((entry): MomentOfFile[] => {
    if (entry.type !== 'call' || !shells.test(entry.tool ?? '') || entry.words === '' || entry.start < 0) return [];
    const { words, outcome, exitCode } = entry;
    return [
      {
        position: outline!.positions[entry.start]!,
        stateAt: outline!.positions[entry.start - 1] ?? outline!.positions[entry.start]!,
        at: new Date(outline!.atMs[entry.start]!).toISOString(),
        what: { type: 'command', words, outcome, exitCode },
      },
    ];
  });
  const touched = accesses.map(
    (access): MomentOfFile => ({
      position: access.position,
      stateAt: access.position,
      at: access.at,
      what: { type: 'access', access },
    }),
  );
  return [...commands, ...touched].sort((a, b) => (a.at === b.at ? a.position - b.position : a.at < b.at ? -1 : 1));
}

/** Sessions by their newest access, each with its accesses as they happened. */
export function sessionsOf(accesses: readonly Access[]): (readonly Access[])[] {
  return [...Map.groupBy(accesses, ({ session }) => session.session).values()].map((of) => of.toReversed());
}
