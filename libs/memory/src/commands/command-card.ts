import { eventId } from '@hookline/schemas';
import type { CommandRun } from './command-run.ts';
import type { Purpose } from './purpose.ts';

/** A command that a project really uses, and what was seen of it. Rebuilt from its runs, the same whatever their order. */
export interface CommandCard {
  /** `mem_` and a hash of kind, project and key: the same card for ever. */
  readonly memory: string;
  readonly project: string;
  readonly key: string;
  readonly purpose: Purpose;
  /** The form of it that was run most often; the key where no form was run in two sessions. */
  readonly command: string;
  readonly runs: number;
  /** Runs whose outcome is known, and how many of them failed. */
  readonly judged: number;
  readonly failed: number;
  /** Median over the runs whose duration is known. */
  readonly medianMs: number | undefined;
  readonly sessions: number;
  readonly actors: number;
  /** RFC 3339. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** Positions in the log: the first three runs and the last twenty. */
  readonly evidence: readonly number[];
  /** A card is told to agents once it was seen in three sessions; before that it is only a proposal. */
  readonly status: 'proposed' | 'active';
}

/** From how many sessions on a card is active. */
export const activeFromSessions = 3;

/** The id of the card for a command of a project. */
export function cardId(project: string, key: string): string {
  return `mem_${eventId('memory', 'command', project, key)}`;
}

/** Folds all runs of one command of one project. */
export function cardOf(runs: readonly CommandRun[]): CommandCard | undefined {
  const ordered = [...runs].sort((a, b) => a.position - b.position || a.index - b.index);
  const first = ordered[0];
  if (first === undefined) return undefined;
  const judged = ordered.filter((run) => run.ok !== undefined);
  const times = ordered.map((run) => run.time).sort();
  const sessions = new Set(ordered.map((run) => run.session)).size;
  const positions = [...new Set(ordered.map((run) => run.position))];
  return {
    memory: cardId(first.project, first.key),
    project: first.project,
    key: first.key,
    purpose: first.purpose,
    command: mostFrequent(ordered) ?? first.key,
    runs: ordered.length,
    judged: judged.length,
    failed: judged.filter((run) => run.ok === false).length,
    medianMs: median(ordered.flatMap((run) => (run.durationMs === undefined ? [] : [run.durationMs]))),
    sessions,
    actors: new Set(ordered.flatMap((run) => (run.actor === undefined ? [] : [run.actor]))).size,
    firstSeen: times[0]!,
    lastSeen: times.at(-1)!,
    evidence: positions.length <= 23 ? positions : [...positions.slice(0, 3), ...positions.slice(-20)],
    status: sessions >= activeFromSessions ? 'active' : 'proposed',
  };
}

function mostFrequent(runs: readonly CommandRun[]): string | undefined {
  const forms = [...Map.groupBy(runs, (run) => run.command)].map(([command, its]) => ({
    command,
    runs: its.length,
    sessions: new Set(its.map((run) => run.session)).size,
  }));
  const shared = forms.filter(({ sessions }) => sessions >= 2);
  shared.sort((a, b) => b.runs - a.runs || a.command.length - b.command.length || (a.command < b.command ? -1 : 1));
  return shared[0]?.command;
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return undefined;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
