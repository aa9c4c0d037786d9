import { useMemo, useState } from 'react';
import { useShortcuts } from '../../../app/shortcuts.tsx';
import { Icon, type IconName } from '../../../parts/icon.tsx';
import { axisOf, type Spacing } from '../course/axis.ts';
import type { Course } from '../course/course.ts';
import { type Speed, speeds } from '../course/playing.ts';
import type { Cursor } from './cursor.ts';
import { movesOf } from './moves.ts';
import { Readout } from './readout.tsx';
import styles from './scrubber.module.css';
import { Strip } from './strip.tsx';
import { TimeMarks } from './time-marks.tsx';
import { useMoment } from './use-cursor.ts';
import { usePlaying } from './use-playing.ts';

/** The session as a stretch of time, with a cursor that one drags, steps and plays. */
export function Scrubber(props: { course: Course; cursor: Cursor; live: boolean }) {
  const { course, cursor, live } = props;
  const [spacing, setSpacing] = useState<Spacing>('compressed');
  const [speed, setSpeed] = useState<Speed>(5);
  const axis = useMemo(() => axisOf(course.atMs, spacing), [course, spacing]);
  const moves = useMemo(() => movesOf(course, cursor), [course, cursor]);
  const { playing, toggle, stop } = usePlaying(cursor, course.atMs, speed);
  const by = (act: () => void) => () => {
    stop();
    act();
  };
  const run = (act: () => void) => (key: string) => {
    if (isTaken(key)) return false;
    act();
    return true;
  };
  const turnSpeed = (step: number) => {
    setSpeed(speeds[Math.min(speeds.length - 1, Math.max(0, speeds.indexOf(speed) + step))]!);
  };
  const turnSpacing = () => setSpacing(spacing === 'real' ? 'compressed' : 'real');
  useShortcuts('Time', [
    { keys: [' '], label: 'Play, pause', run: run(toggle) },
    { keys: ['ArrowLeft', ','], label: 'Event before', run: run(by(() => moves.event(-1))) },
    { keys: ['ArrowRight', '.'], label: 'Next event', run: run(by(() => moves.event(1))) },
    { keys: ['<'], label: 'To the turn before', run: run(by(() => moves.turn(-1))) },
    { keys: ['>'], label: 'To the next turn', run: run(by(() => moves.turn(1))) },
    { keys: ['P'], label: 'To the failure before', run: run(by(() => moves.failure(-1))) },
    { keys: ['N'], label: 'To the next failure', run: run(by(() => moves.failure(1))) },
    { keys: ['Home'], label: 'To the beginning', run: run(by(moves.toStart)) },
    { keys: ['End'], label: live ? 'Back to live' : 'To the end', run: run(by(moves.toEnd)) },
    { keys: ['+'], label: 'Faster', run: run(() => turnSpeed(1)) },
    { keys: ['-'], label: 'Slower', run: run(() => turnSpeed(-1)) },
    { keys: ['x'], label: 'Idle time: compress, show', run: run(turnSpacing) },
  ]);
  if (course.length < 2) return null;
  return (
    <section className={styles.scrubber} aria-label="Time">
      <div className={styles.bar}>
        <fieldset className={styles.buttons} aria-label="Move the cursor">
          <Tool icon="first" label="To the beginning" keys="Home" onClick={by(moves.toStart)} minor />
          <Tool icon="turnBack" label="Turn before" keys="<" onClick={by(() => moves.turn(-1))} />
          <Tool icon="stepBack" label="Event before" keys="←" onClick={by(() => moves.event(-1))} />
          <Tool
            icon={playing ? 'pause' : 'play'}
            label={playing ? 'Pause' : 'Play'}
            keys="space"
            onClick={toggle}
            main
          />
          <Tool icon="stepOn" label="Next event" keys="→" onClick={by(() => moves.event(1))} />
          <Tool icon="turnOn" label="Next turn" keys=">" onClick={by(() => moves.turn(1))} />
          <Tool icon="last" label="To the end" keys="End" onClick={by(moves.toEnd)} minor />
        </fieldset>
        <label className={styles.speed} title="Speed (+ and −)">
          <span className="unseen">Speed</span>
          <select value={speed} onChange={({ target }) => setSpeed(Number(target.value) as Speed)}>
            {speeds.map((one) => (
              <option key={one} value={one}>
                {one}×
              </option>
            ))}
          </select>
        </label>
        <fieldset className={styles.failures} aria-label="Failures" data-any={course.failures.length > 0}>
          <Tool
            icon="failureBack"
            label="Failure before"
            keys="P"
            onClick={by(() => moves.failure(-1))}
            disabled={course.failures.length === 0}
          />
          <Tool
            icon="failureOn"
            label="Next failure"
            keys="N"
            onClick={by(() => moves.failure(1))}
            disabled={course.failures.length === 0}
          />
        </fieldset>
        <Readout course={course} cursor={cursor} />
        <button
          type="button"
          className={styles.spacing}
          aria-pressed={spacing === 'compressed'}
          onClick={turnSpacing}
          title="Draw idle time together (x)"
        >
          <Icon name="squeeze" size={14} />
          <span>Compress idle</span>
        </button>
        <ToEnd cursor={cursor} live={live} onGo={by(moves.toEnd)} />
      </div>
      <Strip course={course} axis={axis} cursor={cursor} onGrab={stop} />
      <TimeMarks course={course} axis={axis} />
    </section>
  );
}

/** Whether what has the focus needs this key itself. */
function isTaken(key: string): boolean {
  const active = document.activeElement;
  const scrolls = key === 'Home' || key === 'End' ? ', section[tabindex="0"]' : '';
  return active !== null && active.closest(`[role="tablist"], select, .hunks, summary${scrolls}`) !== null;
}

function Tool(props: {
  icon: IconName;
  label: string;
  keys: string;
  onClick: () => void;
  main?: boolean;
  minor?: boolean;
  disabled?: boolean;
}) {
  const { icon, label, keys, onClick, main = false, minor = false, disabled = false } = props;
  return (
    <button
      type="button"
      className={styles.tool}
      data-main={main}
      data-minor={minor}
      disabled={disabled}
      onClick={onClick}
      aria-label={label}
      title={`${label} (${keys})`}
    >
      <Icon name={icon} />
    </button>
  );
}

/** Leads back from the past; at the end of a live session it says that the page follows. */
function ToEnd({ cursor, live, onGo }: { cursor: Cursor; live: boolean; onGo: () => void }) {
  const atEnd = useMoment(cursor) === undefined;
  return (
    <button type="button" className={styles.toEnd} data-live={live} data-at-end={atEnd} disabled={atEnd} onClick={onGo}>
      <span className={styles.dot} />
      {live ? (atEnd ? 'Live' : 'Back to live') : atEnd ? 'At the end' : 'Back to the end'}
    </button>
  );
}
