import { CronPattern } from 'croner';
import type { ActionFile } from '../actions/action.ts';
import type { RuleFile } from '../rule-file.ts';
import { durationText } from './duration.ts';
import type { ShapeFault } from './file-faults.ts';

const patterns = ['count', 'sequence', 'absence', 'schedule'] as const;

/** What stands in a file and cannot stand together, or is missing beside what stands there. */
export function contradictions(file: RuleFile): ShapeFault[] {
  const named = patterns.filter((pattern) => file[pattern] !== undefined);
  const faults: ShapeFault[] = [];
  const fault = (path: readonly PropertyKey[], message: string) => faults.push({ path, message });
  if (named.length > 1) fault([named[1]!], `found ${named.join(' and ')}, expected one of ${patterns.join(', ')}`);
  const [pattern] = named;
  if (pattern === 'sequence' || pattern === 'schedule') {
    const why = pattern === 'sequence' ? 'each step says what it looks at' : 'the clock fires it, not an event';
    for (const key of ['on', 'where'] as const) {
      if (file[key] !== undefined) fault([key], `${pattern} goes without ${key}: ${why}`);
    }
  } else if (file.on === undefined) {
    fault([], 'on is missing: the kind of event it looks at');
  }
  if (pattern === 'schedule') scheduleFaults(file, fault);
  if (file.debounce !== undefined && file.batch !== undefined) {
    fault(['batch'], 'found debounce and batch, expected one of them: both say how many matches are one firing');
  }
  const { wait, most } = file.debounce ?? {};
  if (wait !== undefined && most !== undefined && most < wait) {
    fault(['debounce', 'most'], `found ${durationText(most)}, expected at least wait (${durationText(wait)})`);
  }
  const occupies = file.then.some((action) => action.work !== undefined || action.approval !== undefined);
  if (file.mode !== undefined && file.mode !== 'together' && !occupies) {
    fault(
      ['mode'],
      `mode ${file.mode} says what becomes of a match while work runs: \`then\` has no work and no approval`,
    );
  }
  if (file.mode === 'steer' && !file.then.some(({ work }) => work !== undefined)) {
    fault(['mode'], 'mode steer tells whoever works on it: `then` has no work');
  }
  const steps = file.sequence?.steps ?? [];
  steps.forEach(({ as }, index) => {
    if (steps.findIndex((step) => step.as === as) < index) {
      fault(['sequence', 'steps', index, 'as'], `another step is called ${as} already`);
    } else if (reserved.has(as)) {
      fault(
        ['sequence', 'steps', index, 'as'],
        `${as} means something else in expressions: call the step another name`,
      );
    }
  });
  file.then.forEach((action, index) => {
    for (const one of actionFaults(action, ['then', index])) faults.push(one);
  });
  file.tests.forEach(({ given, from, at }, index) => {
    if (pattern === 'schedule' && (from === undefined || at === undefined)) {
      fault(
        ['tests', index],
        'a test of a schedule says when its clock begins (from) and what it says at the end (at)',
      );
    }
    if (pattern !== 'schedule' && given.length === 0)
      fault(['tests', index, 'given'], 'found no events, expected some');
  });
  return faults;
}

function scheduleFaults(file: RuleFile, fault: (path: readonly PropertyKey[], message: string) => void): void {
  const { cron, timezone } = file.schedule!;
  try {
    new CronPattern(cron, timezone, { mode: '5-part' });
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^Cron\w+: /, '') : String(error);
    fault(['schedule', 'cron'], `found ${JSON.stringify(cron)}, expected five fields such as 0 3 * * *: ${why}`);
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    fault(['schedule', 'timezone'], `found ${timezone}, expected the IANA name of a time zone such as Europe/Berlin`);
  }
  for (const key of ['key', 'debounce', 'batch', 'lateness', 'fresh'] as const) {
    if (file[key] !== undefined) fault([key], `schedule goes without ${key}: there is no event`);
  }
  file.then.forEach((action, index) => {
    if (action.steer?.session === 'session.id') {
      fault(['then', index, 'steer'], 'a schedule has no session: say `session`, an expression for whom to tell');
    }
  });
}

const reserved = new Set([
  'data',
  'session',
  'firing',
  'matches',
  'now',
  'child',
  'cel',
  'in',
  'true',
  'false',
  'null',
]);

function actionFaults(action: ActionFile, path: readonly PropertyKey[]): ShapeFault[] {
  const { work, approval } = action;
  const faults: ShapeFault[] = [];
  if (work?.children !== undefined && (work.prompt !== undefined || work.payload !== undefined)) {
    const key = work.prompt === undefined ? 'payload' : 'prompt';
    faults.push({
      path: [...path, 'work', key],
      message: `with children, each child has its own: move ${key} to children`,
    });
  }
  if (work?.join !== undefined && work.children === undefined) {
    faults.push({ path: [...path, 'work', 'join'], message: 'join waits for children: there are none' });
  }
  if (action.webhook?.url.includes('{{')) {
    faults.push({
      path: [...path, 'webhook', 'url'],
      message: 'an address is never filled from an event: put {{ }} in payload',
    });
  }
  if (approval?.notify?.url.includes('{{')) {
    faults.push({ path: [...path, 'approval', 'notify', 'url'], message: 'an address is never filled from an event' });
  }
  approval?.then.forEach((one, index) => {
    faults.push(...actionFaults(one, [...path, 'approval', 'then', index]));
  });
  return faults;
}
