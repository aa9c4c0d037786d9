import { isProblem, type Line } from './lines.ts';

/** What happened in one stretch of time. */
export interface Stretch {
  readonly entries: number;
  readonly problems: number;
  /** The line it begins with; -1 when nothing happened in it. */
  readonly first: number;
}

/** How entries and problems lie over the time of the given lines, in equal stretches from the first to the last. */
export function densityOf(lines: readonly Line[], stretches: number): Stretch[] {
  const times = lines.map(({ entry }) => (entry.at === null ? Number.NaN : Date.parse(entry.at)));
  const known = times.filter((time) => !Number.isNaN(time));
  const start = known.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const end = known.reduce((most, time) => Math.max(most, time), Number.NEGATIVE_INFINITY);
  const density: Stretch[] = Array.from({ length: stretches }, () => ({ entries: 0, problems: 0, first: -1 }));
  times.forEach((time, index) => {
    if (Number.isNaN(time)) return;
    const at = end === start ? 0 : Math.min(stretches - 1, Math.floor(((time - start) / (end - start)) * stretches));
    const { entries, problems, first } = density[at]!;
    density[at] = {
      entries: entries + 1,
      problems: problems + (isProblem(lines[index]!.entry) ? 1 : 0),
      first: first === -1 ? index : first,
    };
  });
  return density;
}
