import { useMemo } from 'react';
import { counted } from '../../words/quantity.ts';
import { densityOf } from './density.ts';
import styles from './density-strip.module.css';
import type { Line } from './lines.ts';

const stretches = 120;
const height = 24;
const linesMin = 12;

/** The whole time line at a glance: how much happened when, and where it went wrong. A click goes there. */
export function DensityStrip({ lines, onGo }: { lines: readonly Line[]; onGo: (index: number) => void }) {
  const density = useMemo(() => densityOf(lines, stretches), [lines]);
  const most = Math.max(1, ...density.map(({ entries }) => entries));
  const problems = density.reduce((sum, stretch) => sum + stretch.problems, 0);
  if (lines.length < linesMin) return null;
  const go = (share: number) => {
    const at = Math.floor(share * stretches);
    const next = density.findIndex(({ first }, index) => index >= at && first !== -1);
    if (next !== -1) onGo(density[next]!.first);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a shortcut for the mouse; keys go by entry, turn and problem
    <svg
      className={styles.strip}
      viewBox={`0 0 ${stretches} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${counted(lines.length, 'entry', 'entries')} over time, ${counted(problems, 'problem')}`}
      onClick={(event) => {
        const { left, width } = event.currentTarget.getBoundingClientRect();
        go((event.clientX - left) / width);
      }}
    >
      {density.map((stretch, index) => {
        if (stretch.entries === 0) return null;
        const tall = Math.max(4, Math.sqrt(stretch.entries / most) * height);
        const bad = stretch.problems === 0 ? 0 : Math.max(4, (stretch.problems / stretch.entries) * tall);
        return (
          <g key={stretch.first}>
            <rect className={styles.bar} x={index + 0.12} y={height - tall} width={0.76} height={tall} />
            <rect className={styles.bad} x={index + 0.12} y={height - bad} width={0.76} height={bad} />
          </g>
        );
      })}
    </svg>
  );
}
