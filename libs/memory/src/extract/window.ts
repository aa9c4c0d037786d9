import type { Step, Story } from '../facts/story.ts';
import { quotable } from '../words/quoted.ts';

/** One event as a model reads it. */
export interface WindowLine {
  readonly position: number;
  /** Events it stands for: a call is one line with its files. */
  readonly events: number;
  /** Whose words: of a `person`, of the `agent`, or what a `tool` gave back or did. */
  readonly by: 'person' | 'agent' | 'tool';
  /** On one line, cut; nothing in it can begin another line or end the window. */
  readonly text: string;
}

/** Part of a session, in the order of the log. At least one line. */
export interface Window {
  readonly session: string;
  readonly project: string;
  readonly lines: readonly WindowLine[];
  readonly from: number;
  readonly to: number;
}

const promptLengthMax = 2_000;
const saidLengthMax = 1_200;
const outputLengthMax = 300;
const commandLengthMax = 300;
const filesMax = 5;

/** What a session said and did behind a position, as lines. Our own words are none of them. */
export function linesOf(story: Story, after = 0): WindowLine[] {
  return story.steps
    .flatMap(lineOf)
    .filter(({ position, text }) => position > after && text !== '')
    .sort((a, b) => a.position - b.position);
}

/** The first lines, as many as take at most so many tokens together; undefined for none. */
export function windowOf(
  { session, project }: Pick<Story, 'session' | 'project'>,
  lines: readonly WindowLine[],
  tokensMax: number,
): Window | undefined {
  const taken: WindowLine[] = [];
  let length = 0;
  for (const line of lines) {
    length += shownLine(line).length + 1;
    if (taken.length > 0 && length > tokensMax * 4) break;
    taken.push(line);
  }
  const [first, last] = [taken[0], taken.at(-1)];
  return first && last && { session, project, lines: taken, from: first.position, to: last.position };
}

/** The window as a model reads it: a line for each event, its position in front. */
export function windowText({ lines }: Window): string {
  return lines.map(shownLine).join('\n');
}

const shownLine = ({ position, by, text }: WindowLine) => `[${position}] ${by}: ${text}`;

function lineOf(step: Step): WindowLine[] {
  const line = (by: WindowLine['by'], text: string, events = 1) => [
    { position: step.position, events, by, text: quotable(text) },
  ];
  switch (step.type) {
    case 'prompt':
      return line(step.by === 'person' ? 'person' : 'agent', step.text.slice(0, promptLengthMax));
    case 'said':
      return line('agent', step.text.slice(0, saidLengthMax));
    case 'call': {
      const what = step.command === undefined ? (step.writes[0]?.path ?? step.reads[0] ?? '') : `\`${step.command}\``;
      // What a person says to a refusal is theirs; everything else about a call is the tool's.
      if (step.outcome === 'denied' && step.by === 'person' && step.reason !== undefined)
        return line('person', `refused ${step.tool}: ${step.reason.slice(0, promptLengthMax)}`, step.positions.length);
      const why = step.outcome === 'failed' ? `: ${(step.text ?? '').slice(0, outputLengthMax)}` : '';
      return line(
        'tool',
        `${step.tool} ${what.slice(0, commandLengthMax)} (${step.outcome})${why}`,
        step.positions.length,
      );
    }
    case 'wrote':
      return line('tool', `${step.how} ${step.path}`);
    case 'commit':
      return line(
        'tool',
        `commit "${step.message.slice(0, outputLengthMax)}" of ${step.files.slice(0, filesMax).join(', ')}`,
      );
    case 'pull':
      return line('tool', `pull request ${step.what}: ${step.title}`);
    default:
      return [];
  }
}
