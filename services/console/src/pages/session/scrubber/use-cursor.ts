import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { type Course, momentOf } from '../course/course.ts';
import { Cursor } from './cursor.ts';

const writeEveryMs = 300;

/** The cursor of a session's page, tied to `at` of the URL: a position, or nothing for the end. */
export function useCursor(
  course: Course | undefined,
  at: number | undefined,
  write: (at: number | undefined) => void,
): Cursor {
  const [cursor] = useState(() => new Cursor());
  const written = useRef<number | undefined>(undefined);
  const begun = useRef(false);
  const newest = useRef({ course, write });
  useEffect(() => {
    newest.current = { course, write };
  });

  // What somebody else wrote into the URL (a link, going back) moves the cursor.
  const isThere = course !== undefined;
  useEffect(() => {
    const { course: now } = newest.current;
    if (!isThere || now === undefined || (begun.current && written.current === at)) return;
    begun.current = true;
    written.current = at;
    cursor.set(at === undefined ? undefined : momentOf(now, at), { hurry: true });
  }, [at, cursor, isThere]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const writeNow = () => {
      timer = undefined;
      const { course: now, write: writeAt } = newest.current;
      const moment = cursor.moment();
      const position = moment === undefined ? undefined : now?.positions[moment];
      if (position === written.current) return;
      written.current = position;
      writeAt(position);
    };
    const stop = cursor.onMove(() => {
      timer ??= setTimeout(writeNow, writeEveryMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [cursor]);
  return cursor;
}

/** The moment in every frame: for what is cheap to draw. */
export function useMoment(cursor: Cursor): number | undefined {
  return useSyncExternalStore(cursor.onMove, cursor.moment);
}

/** The moment as lists and panels follow it. */
export function useSettled(cursor: Cursor): number | undefined {
  return useSyncExternalStore(cursor.onSettle, cursor.settled);
}
