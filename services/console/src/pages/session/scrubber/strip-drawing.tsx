import { memo, useMemo } from 'react';
import type { Axis } from '../course/axis.ts';
import type { Course } from '../course/course.ts';
import { isFailed } from '../course/standing.ts';
import { pathsOf, rowsOf } from './bars.ts';
import styles from './strip.module.css';

const turnsHeight = 16;
const barsHeight = 40;
const laneHeight = 5;
const lanesMax = 5;
const marksHeight = 12;
const numberNeedsPx = 22;

/** What a session's strip is high: it depends on how many subagents ran side by side. */
export function stripHeight(course: Course, axis: Axis): number {
  return turnsHeight + barsHeight + marksOf(course) + lanesOf(course, axis).count * laneHeight;
}

/**
 * The whole course drawn once: turns, how much happened when, failures, subagents and what one looks for. The cursor
 * lies over it, so that nothing of this is drawn again while it moves.
 */
export const StripDrawing = memo(function StripDrawing(props: { course: Course; axis: Axis; width: number }) {
  const { course, axis, width } = props;
  const { places } = axis;
  const paths = useMemo(() => pathsOf(course, axis, width, barsHeight), [course, axis, width]);
  const lanes = useMemo(() => lanesOf(course, axis), [course, axis]);
  const height = turnsHeight + barsHeight + marksOf(course) + lanes.count * laneHeight;
  const xOf = (event: number) => (places[Math.min(event, places.length - 1)] ?? 0) * width;
  const marksTop = turnsHeight + barsHeight + lanes.count * laneHeight;
  return (
    <>
      <svg className={styles.drawing} width={width} height={height} aria-hidden="true" focusable="false">
        {course.turns.map((turn, index) => {
          const next = course.turns[index + 1];
          const from = index === 0 ? 0 : xOf(turn.start);
          const to = next === undefined ? width : xOf(next.start);
          return (
            <rect
              key={turn.id}
              className={styles.turn}
              data-failed={isFailed(turn)}
              data-odd={index % 2 === 1}
              x={from}
              y={0}
              width={Math.max(1, to - from - 1)}
              height={turnsHeight - 2}
            />
          );
        })}
        <g transform={`translate(0 ${turnsHeight})`}>
          {axis.gaps.slice(0, 400).map(({ event }) => (
            <path
              key={event}
              className={styles.gap}
              d={`M${((xOf(event - 1) + xOf(event)) / 2).toFixed(1)} 2v${barsHeight - 2}`}
            />
          ))}
          <path className={styles.bars} d={paths.bars} />
          <path className={styles.failures} d={paths.failures} />
        </g>
        {lanes.stretches.map(({ id, from, to, row, lane }) => (
          <rect
            key={id}
            className={styles.lane}
            data-lane={(lane % 4) + 1}
            x={from * width}
            y={turnsHeight + barsHeight + 1 + row * laneHeight}
            width={Math.max(3, (to - from) * width)}
            height={laneHeight - 2}
            rx={1.5}
          />
        ))}
        {course.marks.slice(0, 1_000).map((mark, index) => (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: marks have no other name, and only ever grow at the end
            key={index}
            className={styles.mark}
            data-what={mark.what}
            d={glyphs[mark.what]}
            transform={`translate(${xOf(mark.event).toFixed(1)} ${marksTop + marksHeight / 2})`}
          />
        ))}
      </svg>
      {course.turns.map((turn, index) => {
        const next = course.turns[index + 1];
        const from = index === 0 ? 0 : xOf(turn.start);
        const to = next === undefined ? width : xOf(next.start);
        return to - from < numberNeedsPx ? null : (
          <span key={turn.id} className={styles.number} style={{ left: from + 5, maxWidth: to - from - 6 }}>
            {turn.number}
          </span>
        );
      })}
    </>
  );
});

function marksOf({ marks }: Course): number {
  return marks.length === 0 ? 0 : marksHeight;
}

/** Each of its own form, so that colour is not all that tells them apart. */
const glyphs = {
  commit: 'M0-4.2l4.2 4.2-4.2 4.2-4.2-4.2z',
  compaction: 'M-4-3.4h8l-4 3.4 4 3.4h-8l4-3.4z',
  question: 'M0-4a4 4 0 1 0 .01 0z',
  'model-failure': 'M-3.6-3.6l7.2 7.2m0-7.2l-7.2 7.2',
  resumed: 'M-3-4l6 4-6 4z',
} as const;

function lanesOf(course: Course, { places }: Axis) {
  const stretches = course.agents.map((agent, lane) => ({
    id: agent.id,
    lane,
    from: places[agent.start] ?? 0,
    to: agent.end === -1 ? 1 : (places[agent.end] ?? 1),
  }));
  const rows = rowsOf(stretches, lanesMax);
  return {
    stretches: stretches.map((stretch, index) => ({ ...stretch, row: rows[index]! })),
    count: rows.reduce((most, row) => Math.max(most, row + 1), 0),
  };
}
