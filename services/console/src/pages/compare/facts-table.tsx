import type { ReactNode } from 'react';
import type { Side } from '../../api/compare.ts';
import { OutcomeBadge } from '../../parts/badge.tsx';
import { LineCounts } from '../../parts/line-counts.tsx';
import { Unknown } from '../../parts/unknown.tsx';
import { costText, durationText, numberText, shortNumber } from '../../words/quantity.ts';
import styles from './compare.module.css';
import { Widths } from './widths.tsx';

interface Fact {
  readonly name: string;
  readonly of: (side: Side) => ReactNode;
  /** A number of it, to say how the sides stand to each other. */
  readonly size?: (side: Side) => number | null;
}

const facts: readonly Fact[] = [
  { name: 'Goal', of: ({ goal }) => goal && <span className={styles.words}>{goal}</span> },
  { name: 'Newest turn', of: ({ outcome }) => outcome && <OutcomeBadge outcome={outcome} /> },
  { name: 'Closing words', of: ({ closing }) => closing && <span className={styles.words}>{closing}</span> },
  {
    name: 'Still failing',
    of: ({ failing }) => (failing.length === 0 ? 'nothing known' : failing.map((one) => <code key={one}>{one}</code>)),
  },
  { name: 'Cost', of: ({ costUsd }) => costUsd !== null && costText(costUsd), size: ({ costUsd }) => costUsd },
  { name: 'Time at work', of: ({ workingMs }) => durationText(workingMs), size: ({ workingMs }) => workingMs },
  {
    name: 'From start to then',
    of: ({ durationMs }) => durationText(durationMs),
    size: ({ durationMs }) => durationMs,
  },
  { name: 'Turns', of: ({ turns }) => numberText(turns), size: ({ turns }) => turns },
  { name: 'Calls', of: ({ calls }) => numberText(calls), size: ({ calls }) => calls },
  { name: 'Failed calls', of: ({ failures }) => numberText(failures), size: ({ failures }) => failures },
  { name: 'Subagents', of: ({ agents }) => numberText(agents), size: ({ agents }) => agents },
  { name: 'Files read', of: ({ filesRead }) => numberText(filesRead), size: ({ filesRead }) => filesRead },
  {
    name: 'Files written',
    of: ({ filesWritten }) => numberText(filesWritten),
    size: ({ filesWritten }) => filesWritten,
  },
  {
    name: 'Lines',
    of: ({ linesAdded, linesRemoved }) => <LineCounts added={linesAdded} removed={linesRemoved} />,
  },
  {
    name: 'Tokens in',
    of: ({ tokens }) => given(tokens) !== null && shortNumber(given(tokens)!),
    size: ({ tokens }) => given(tokens),
  },
  {
    name: 'Tokens out',
    of: ({ tokens }) => tokens.output !== null && shortNumber(tokens.output),
    size: ({ tokens }) => tokens.output,
  },
];

/** What each side took and how it ended; between them, how the right stands to the left. */
export function FactsTable({ left, right }: { left: Side; right: Side }) {
  const shown = facts.filter(({ of, size }) =>
    size ? (size(left) ?? 0) + (size(right) ?? 0) > 0 : !isNothing(of(left)) || !isNothing(of(right)),
  );
  return (
    <table className={styles.facts}>
      <Widths />
      <thead className="unseen">
        <tr>
          <th scope="col">Fact</th>
          <th scope="col">Left</th>
          <th scope="col">Right</th>
          <th scope="col">Right against left</th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ name, of, size }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td data-which="left">{isNothing(of(left)) ? <Unknown /> : of(left)}</td>
            <td data-which="right">{isNothing(of(right)) ? <Unknown /> : of(right)}</td>
            <td className={styles.against}>{size && againstText(size(left), size(right))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function isNothing(node: ReactNode): boolean {
  return node === null || node === undefined || node === false || node === '';
}

function given({ input, cacheRead, cacheWrite }: Side['tokens']): number | null {
  const classes = [input, cacheRead, cacheWrite];
  return classes.every((count) => count === null) ? null : classes.reduce<number>((sum, n) => sum + (n ?? 0), 0);
}

/** How much more or less the right is. */
function againstText(left: number | null, right: number | null): string {
  if (left === null || right === null) return '';
  if (left === right) return 'the same';
  if (left === 0) return '';
  if (right === 0) return 'none';
  const times = right / left;
  if (times >= 2) return `${times < 10 ? times.toFixed(1) : Math.round(times)} times`;
  const percent = Math.round((times - 1) * 100);
  return percent === 0 ? 'the same' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)}%`;
}
