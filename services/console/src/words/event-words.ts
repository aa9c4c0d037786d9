const words: Readonly<Record<string, string>> = {
  'prompt.submitted': 'Prompt',
  'session.started': 'Session began',
  'session.ended': 'Session ended',
  'turn.ended': 'Turn ended',
  'tool.started': 'Call began',
  'tool.finished': 'Call finished',
  'tool.failed': 'Call failed',
  'file.written': 'File written',
  'commit.made': 'Commit',
  'ci.finished': 'CI finished',
  'rule.fired': 'Rule fired',
  'work.offered': 'Work offered',
  'work.claimed': 'Work claimed',
  'work.started': 'Session begun for work',
  'work.progressed': 'Progress of work',
  'work.completed': 'Work completed',
  'work.failed': 'Attempt at work failed',
  'work.retried': 'Work put up again',
  'work.dead': 'Work given up',
  'work.cancelling': 'Worker asked to stop',
  'work.cancelled': 'Work cancelled',
  'work.expired': 'Work expired',
  'work.split': 'Work split',
  'work.joined': 'Work joined',
  'work.refused': 'Report on work refused',
  'work.redriven': 'Work redriven',
};

/** A kind of event in words; one that has none is told by its name. */
export function eventText(kind: string): string {
  const name = kind.replace(/^hookline\./, '');
  return words[name] ?? name;
}

const steps: Readonly<Record<string, string>> = {
  offered: 'Offered',
  claimed: 'Claimed',
  started: 'Session begun for it',
  progressed: 'Progress',
  completed: 'Completed',
  failed: 'Attempt failed',
  retried: 'Put up again',
  dead: 'Dead',
  cancelling: 'Asked to stop',
  cancelled: 'Cancelled',
  expired: 'Expired',
  split: 'Split into parts',
  joined: 'Parts joined',
  refused: 'Report refused',
  redriven: 'Redriven',
};

/** A step of a work item, by its kind, where it is clear that the item is meant. */
export function stepText(kind: string): string {
  const name = kind.split('.').at(-1)!;
  return steps[name] ?? name;
}
