import { useEffect, useRef, useState } from 'react';

const pauseMs = 250;

/** What somebody types into a field, told on when they pause: so that not every letter is a question to the bus. */
export function useTyped(value: string, onPause: (value: string) => void): [string, (value: string) => void] {
  const [typed, setTyped] = useState(value);
  const tell = useRef(onPause);
  useEffect(() => {
    tell.current = onPause;
  });
  const told = useRef(value);
  // It may change by itself: an example is chosen, or one goes back. What was told from here comes back as it was, while
  // more may be typed already.
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (typed === told.current) return;
    const timer = setTimeout(() => {
      told.current = typed;
      tell.current(typed);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return [typed, setTyped];
}
