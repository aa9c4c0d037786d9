import { type PointerEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { fullTime } from '../../../words/moment.ts';
import type { Axis } from '../course/axis.ts';
import { type Course, turnAt } from '../course/course.ts';
import { tellEvent } from '../course/telling.ts';
import { eventAt } from './bars.ts';
import type { Cursor } from './cursor.ts';
import styles from './strip.module.css';
import { StripDrawing, stripHeight } from './strip-drawing.tsx';

const widthFirst = 1200;

/** The strip with its cursor. Dragging moves the cursor by itself, past React: a frame costs two transforms. */
export function Strip(props: { course: Course; axis: Axis; cursor: Cursor; onGrab: () => void }) {
  const { course, axis, cursor, onGrab } = props;
  const strip = useRef<HTMLDivElement>(null);
  const needle = useRef<HTMLDivElement>(null);
  const later = useRef<HTMLDivElement>(null);
  const card = useRef<HTMLDivElement>(null);
  const dragging = useRef(false);
  const [width, setWidth] = useState(widthFirst);
  const height = useMemo(() => stripHeight(course, axis), [course, axis]);

  useLayoutEffect(() => {
    const element = strip.current;
    if (element === null) return;
    const measure = () => setWidth(Math.max(100, element.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const draw = () => {
      const moment = cursor.moment();
      const place = moment === undefined ? 1 : (axis.places[Math.min(moment, course.length - 1)] ?? 1);
      if (needle.current) needle.current.style.transform = `translateX(${place * width}px)`;
      if (later.current) later.current.style.transform = `translateX(${place * width}px)`;
      const element = strip.current;
      if (element === null) return;
      const shown = moment ?? course.length - 1;
      element.setAttribute('aria-valuenow', String(shown + 1));
      element.setAttribute('aria-valuetext', valueText(course, moment));
      element.dataset.atEnd = String(moment === undefined);
    };
    draw();
    return cursor.onMove(draw);
  }, [cursor, course, axis, width]);

  const placeOf = ({ clientX }: PointerEvent) => {
    const { left } = strip.current!.getBoundingClientRect();
    return Math.min(1, Math.max(0, (clientX - left) / width));
  };
  const hint = (event: PointerEvent) => {
    const element = card.current;
    if (element === null) return;
    const place = placeOf(event);
    const [words, about] = tellEvent(course, eventAt(axis, place));
    element.firstElementChild!.textContent = words;
    element.lastElementChild!.textContent = about;
    element.style.transform = `translateX(clamp(0px, calc(${place * width}px - 50%), calc(${width}px - 100%)))`;
    element.dataset.shown = 'true';
  };
  const hide = () => {
    if (card.current) card.current.dataset.shown = 'false';
  };
  const drag = (event: PointerEvent) => {
    const moment = eventAt(axis, placeOf(event));
    cursor.set(moment === course.length - 1 && placeOf(event) > 0.999 ? undefined : moment);
  };
  return (
    <div className={styles.frame}>
      <div
        ref={strip}
        className={styles.strip}
        style={{ height }}
        role="slider"
        tabIndex={0}
        aria-label="Moment of the session"
        aria-orientation="horizontal"
        aria-valuemin={1}
        aria-valuemax={course.length}
        aria-valuenow={course.length}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          dragging.current = true;
          onGrab();
          drag(event);
        }}
        onPointerMove={(event) => {
          if (dragging.current) drag(event);
          if (event.pointerType === 'mouse' || dragging.current) hint(event);
        }}
        onPointerUp={() => {
          dragging.current = false;
          cursor.set(cursor.moment(), { hurry: true });
        }}
        onPointerCancel={() => {
          dragging.current = false;
          hide();
        }}
        onPointerLeave={hide}
      >
        <StripDrawing course={course} axis={axis} width={width} />
        <div className={styles.clip}>
          <div ref={later} className={styles.later} />
        </div>
        <div ref={needle} className={styles.needle}>
          <span className={styles.grip} />
        </div>
      </div>
      <div ref={card} className={styles.card} data-shown="false" aria-hidden="true">
        <span />
        <span className={styles.about} />
      </div>
    </div>
  );
}

/** Where the cursor is, for who hears it. */
function valueText(course: Course, moment: number | undefined): string {
  if (moment === undefined) return 'The end';
  const turn = turnAt(course, moment);
  const atMs = course.atMs[moment];
  return [
    `event ${moment + 1} of ${course.length}`,
    turn && `turn ${turn.number}`,
    atMs === undefined ? '' : fullTime(new Date(atMs).toISOString()),
  ]
    .filter(Boolean)
    .join(', ');
}
