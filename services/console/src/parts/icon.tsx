/** Line drawings on a 16 by 16 grid, in the colour of the text around them. They say nothing to a screen reader. */
const drawings = {
  check: 'M3.5 8.5l3 3 6-7',
  cross: 'M4.5 4.5l7 7m0-7l-7 7',
  barred: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM4.3 4.3l7.4 7.4',
  stopped: 'M4.5 4.5h7v7h-7z',
  question: 'M6 6.2a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.5M8 12v.3',
  going: 'M8 2.5a5.5 5.5 0 1 1-5.5 5.5',
  hand: 'M8 2.5v6m0 3.2v.3',
  pause: 'M6 4.5v7m4-7v7',
  dots: 'M4 8h.01M8 8h.01M12 8h.01',
  prompt: 'M3 4.5l3.5 3.5L3 11.5M8 12h5',
  message: 'M2.5 3.5h11v7.5H7l-3 2.5V11H2.5z',
  file: 'M4 2.5h5l3 3v8H4zM9 2.5v3h3',
  agent: 'M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zm-4.5 5.5a4.5 4.5 0 0 1 9 0',
  plan: 'M2.8 4.4l1 1 1.7-2M8 4.5h5.5M2.8 8.4l1 1 1.7-2M8 8.5h5.5M8 12.5h5.5M3 12.5h2',
  terminal: 'M2.5 3.5h11v9h-11zM5 6.5L7 8 5 9.5M8.5 10h2.5',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zm3.3-1.2l3.2 3.2',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 1.5v1.3m0 10.4v1.3M1.5 8h1.3m10.4 0h1.3M3.4 3.4l.9.9m7.4 7.4l.9.9m0-9.2l-.9.9m-7.4 7.4l-.9.9',
  moon: 'M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z',
  system: 'M2.5 3h11v7.5h-11zM6 13.5h4M8 10.5v3',
  up: 'M8 12.5V3m-4 4l4-4 4 4',
  down: 'M8 3v9.5m-4-4l4 4 4-4',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5.2a2.5 2.5 0 0 1 5 0v2.3',
  back: 'M12.5 8H3.5m4-4l-4 4 4 4',
  copy: 'M5.5 5.5h7v8h-7zM3.5 10.5v-8h7',
  now: 'M1.5 8.5h2.8L6.3 3l3.4 10 2-4.5h2.8',
  folder: 'M2 4h4.2l1.4 1.6H14V13H2z',
  money:
    'M10.9 5.3C10.4 4.5 9.4 4 8 4c-1.8 0-2.9.8-2.9 2s1 1.7 2.9 2 3 .8 3 2-1.2 2-3 2c-1.4 0-2.5-.5-3-1.4M8 2.2v11.6',
  compare: 'M2.5 3h4v10h-4zM9.5 3h4v10h-4z',
  status: 'M2.7 11.5a6 6 0 1 1 10.6 0M8 9.5l2.4-3',
  right: 'M6 3.5L10.5 8 6 12.5',
  bookmark: 'M4.5 2.5h7v11L8 10.6l-3.5 2.9z',
  swap: 'M3 5.5h10M10.5 3L13 5.5 10.5 8M13 10.5H3M5.5 8L3 10.5 5.5 13',
  merged:
    'M4.5 4.6v6.8M4.5 4.6a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8zm0 9.6a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8zm7-4a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8zM4.5 4.6c.4 2.6 2.4 4.2 5.6 4.2',
  play: 'M5 3.2v9.6l7.5-4.8z',
  stepOn: 'M5 3.5l4.5 4.5L5 12.5',
  stepBack: 'M11 3.5L6.5 8l4.5 4.5',
  turnOn: 'M3.5 3.5L8 8l-4.5 4.5M8.5 3.5L13 8l-4.5 4.5',
  turnBack: 'M12.5 3.5L8 8l4.5 4.5M7.5 3.5L3 8l4.5 4.5',
  first: 'M12 3.5L7.5 8l4.5 4.5M4.5 3.5v9',
  last: 'M4 3.5L8.5 8 4 12.5M11.5 3.5v9',
  failureOn: 'M3 4.5l6 6m0-6l-6 6M11 5l2.5 2.5L11 10',
  failureBack: 'M7 4.5l6 6m0-6l-6 6M5 5L2.5 7.5 5 10',
  share: 'M8 9.5V2.5m-2.5 2.5L8 2.5 10.5 5M4.5 7.5H3.5v6h9v-6h-1',
  handOff: 'M2.5 5.5h8m-3-3l3 3-3 3M13.5 10.5h-8m3-3l-3 3 3 3',
  download: 'M8 2.5v7.5m-3-3l3 3 3-3M3 13h10',
  squeeze: 'M2 8h4.2m-1.8-2l2 2-2 2M14 8H9.8m1.8-2l-2 2 2 2',
  memory: 'M3 3.5h6.5a3 3 0 0 1 3 3v7H6a3 3 0 0 1-3-3zM5.5 6.5h4.5M5.5 9.5h4.5',
  pin: 'M6 2.5h4l-.5 4 2 2v1h-7v-1l2-2zM8 9.5v4',
  edit: 'M3 13l.6-2.7 7-7 2.1 2.1-7 7zM9.3 4.6l2.1 2.1',
  merge: 'M4 2.5c0 5 4 4 4 8m4-8c0 5-4 4-4 8m0 0v3',
  undo: 'M3 6h6.5a3.5 3.5 0 0 1 0 7H6M3 6l3-3M3 6l3 3',
  warning: 'M8 2.5l6 10.5H2zM8 6.5v3m0 1.8v.2',
  wrench: 'M13 4.5a3.2 3.2 0 0 1-4.2 4.2L5 12.5 3.5 11l3.8-3.8a3.2 3.2 0 0 1 4.2-4.2L9.5 5l1.5 1.5z',
  link: 'M6.8 9.2a2.5 2.5 0 0 0 3.5 0l2-2a2.5 2.5 0 0 0-3.5-3.5l-.8.8M9.2 6.8a2.5 2.5 0 0 0-3.5 0l-2 2a2.5 2.5 0 0 0 3.5 3.5l.8-.8',
  steps: 'M2.5 12.5h3v-3h3v-3h3v-3h2',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z',
  rule: 'M8.8 1.8L3.5 9h4l-.8 5.2L12.5 7h-4z',
  work: 'M2.5 5.5h11v7.5h-11zM6 5.5V3.5h4v2M2.5 9h11',
  send: 'M2.5 8L13.5 3 10 13.5 7.5 9z',
  verdict:
    'M8 2.5l1.6 1.2 2-.1.5 1.9 1.6 1.1-.7 1.9.7 1.9-1.6 1.1-.5 1.9-2-.1L8 14.5l-1.6-1.2-2 .1-.5-1.9-1.6-1.1.7-1.9-.7-1.9 1.6-1.1.5-1.9 2 .1zM6 8.4l1.4 1.4L10.2 7',
  keyboard: 'M1.5 4.5h13v7.5h-13zM4 7h.01M6.7 7h.01M9.3 7h.01M12 7h.01M5 9.7h6',
} as const;

export type IconName = keyof typeof drawings;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={drawings[name]} />
    </svg>
  );
}
