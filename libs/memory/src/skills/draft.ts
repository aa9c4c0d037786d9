import type { ClaimDetails } from '../derivers/claim.ts';
import type { ProcedureDetails } from '../derivers/procedure.ts';
import type { Memory } from '../memory.ts';
import { quoted } from '../words/quoted.ts';
import { counted, dayOf } from '../words/wording.ts';
import { inert } from './inert.ts';

/** A skill as a file that a person may hand to a repository. */
export interface SkillDraft {
  /** Lower case letters, digits and hyphens, at most 64: the name of its folder. */
  readonly name: string;
  /** Relative to the repository. */
  readonly path: string;
  readonly markdown: string;
}

const nameMax = 64;
const descriptionMax = 400;
const provenanceMax = 12;

/** The draft of a skill from a procedure; undefined for memories of other kinds. The same memory gives the same text. */
export function skillDraft(memory: Memory): SkillDraft | undefined {
  if (memory.kind !== 'procedure') return undefined;
  const details = memory.details as ProcedureDetails | ClaimDetails;
  const name = nameOf('steps' in details ? details.steps.map(({ step }) => step) : [memory.about]);
  return {
    name,
    path: `.agents/skills/${name}/SKILL.md`,
    markdown: 'steps' in details ? observed(memory, name, details) : told(memory, name, details),
  };
}

/** What a skill's name is made of: letters of its steps, without those that every such skill has. */
function nameOf(steps: readonly string[]): string {
  const words = steps
    .join(' ')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && word !== 'run');
  const unique = words.filter((word, at) => word !== words[at - 1]);
  let name = '';
  for (const word of unique) {
    if (name.length + word.length + 1 > nameMax) break;
    name += name === '' ? word : `-${word}`;
  }
  return name || 'procedure';
}

function observed(memory: Memory, name: string, details: ProcedureDetails): string {
  const edit = details.steps[0]?.step.startsWith('edit') ? details.steps[0].step : undefined;
  const kind = edit?.replace(/^edit\s*/, '') ?? '';
  const when =
    edit === undefined ? 'When this is to be done' : `After changing ${kind === '' ? 'files' : `${kind} files`}`;
  const commands = details.steps.filter(({ step }) => !step.startsWith('edit'));
  const people = details.actors.length === 1 ? '1 person' : `${details.actors.length} people`;
  const verified = `${details.ok} of ${counted(details.runs, 'run')} passed, in ${counted(details.sessions, 'session')} of ${people}`;
  const description = `${when}: ${commands.map(({ step }) => step).join(', then ')}. ${verified}.`;
  const rows = details.from.map(
    ({ session, actor, at, position }) =>
      `| ${cell(session)} | ${cell(actor ?? 'unknown')} | ${dayOf(at)} | ${position} |`,
  );
  return [
    ...front(name, description),
    `# ${title(name)}`,
    '',
    '## When',
    '',
    `${when}, before the work is called done.`,
    '',
    '## Steps',
    '',
    ...commands.flatMap(({ step, command }, at) => stepLines(at + 1, step, command)),
    '',
    '## Verified by',
    '',
    `${verified}; first seen ${dayOf(memory.firstSeen)}, last ${dayOf(memory.lastSeen)}. A run passed when each of its commands did.`,
    '',
    ...provenance(memory, rows.slice(-provenanceMax)),
  ].join('\n');
}

function told(memory: Memory, name: string, details: ClaimDetails): string {
  const rows = details.claims.map(
    ({ session, actor, validFrom, position }) =>
      `| ${cell(session)} | ${cell(actor ?? 'unknown')} | ${dayOf(validFrom)} | ${position} |`,
  );
  return [
    ...front(name, quoted(details.statement, descriptionMax)),
    `# ${title(name)}`,
    '',
    '## Steps',
    '',
    plain(details.statement, 240),
    '',
    ...(details.why === null ? [] : ['## Why', '', plain(details.why, 200), '']),
    '## Verified by',
    '',
    'Nothing yet: somebody said so, no run of it was observed.',
    '',
    ...provenance(memory, rows.slice(0, provenanceMax)),
  ].join('\n');
}

/** YAML takes a JSON string as it is, whatever it holds. */
function front(name: string, description: string): string[] {
  return [
    '---',
    `name: ${name}`,
    `description: ${JSON.stringify(inert(quoted(description, descriptionMax)))}`,
    '---',
    '',
  ];
}

function stepLines(number: number, step: string, command: string): string[] {
  const shown = quoted(command, 120);
  return shown === '' || shown === step
    ? [`${number}. \`${quoted(step, 80)}\``]
    : [`${number}. \`${quoted(step, 80)}\`, mostly run as \`${shown}\``];
}

function provenance(memory: Memory, rows: readonly string[]): string[] {
  return [
    '## Provenance',
    '',
    `Memory \`${memory.id}\` of ${plain(memory.project, 200)}; \`hookline memory why ${memory.id}\` shows the events.`,
    '',
    '| session | person | day | position |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ];
}

/** Text of others as a paragraph that cannot become a heading, a list, a table or a link. */
function plain(text: string, lengthMax: number): string {
  return inert(quoted(text, lengthMax)).replaceAll(/[[\]|*_#]/g, (character) => `\\${character}`);
}

function cell(text: string): string {
  return plain(text, 80);
}

function title(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words[0]!.toUpperCase() + words.slice(1);
}
