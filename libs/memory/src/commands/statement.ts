import type { CommandCard } from './command-card.ts';

/** The card in one line, as people and agents read it. Deterministic, with counts and dates, at most 240 characters. */
export function statementOf(card: CommandCard): string {
  const facts = [
    `${card.runs} run${card.runs === 1 ? '' : 's'} in ${card.sessions} session${card.sessions === 1 ? '' : 's'}`,
    card.judged > 0 ? `${Math.round((100 * card.failed) / card.judged)}% of ${card.judged} failed` : undefined,
    card.medianMs === undefined ? undefined : `takes about ${duration(card.medianMs)}`,
    `last ${card.lastSeen.slice(0, 10)}`,
  ].filter((fact) => fact !== undefined);
  const command = card.command.length > 120 ? `${card.command.slice(0, 119)}…` : card.command;
  return `${card.purpose}: \`${command.replaceAll('`', "'")}\` (${facts.join(', ')})`;
}

function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.round(ms / 60_000)} min`;
}
