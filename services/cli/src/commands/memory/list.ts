import { InvalidArgumentError } from 'commander';
import type { AddCommand } from '../../command.ts';
import { jsonOption } from '../../command.ts';
import { everyRow } from '../../connection.ts';
import { type Memory, memory } from '../../memory/model.ts';
import { memoryLine } from '../../memory/page.ts';
import { projectOf } from '../../memory/whereabouts.ts';
import { wholeNumber } from '../../parse.ts';
import { oneLine } from '../../render/table.ts';

const statuses = ['proposed', 'active', 'retired'];

function status(text: string): string {
  if (statuses.includes(text)) return text;
  throw new InvalidArgumentError(`expected ${statuses.join(', ')}.`);
}

/** What people are shown unless they ask for more: what is told to agents, and what waits for them. */
function narrowing({
  all,
  waiting,
  status: wanted,
}: {
  readonly [name in 'all' | 'waiting' | 'status']?: Options[name] | undefined;
}) {
  if (waiting) return { reason: 'needs-review,harmful', status: 'proposed' };
  return all || wanted !== undefined ? {} : { reason: 'support,needs-review,harmful,curated' };
}

interface Options {
  readonly json?: boolean;
  readonly project?: string;
  readonly kind?: string;
  readonly status?: string;
  readonly scope?: string;
  readonly file?: string;
  readonly find?: string;
  readonly waiting?: boolean;
  readonly all?: boolean;
  readonly at?: number;
  readonly limit: number;
}

export const addList: AddCommand = (group, surroundings) => {
  const { connect, output } = surroundings;
  group
    .command('list')
    .description('what is known, what was seen last first; ● is told to agents, ○ is proposed, × is retired')
    .option('--project <id>', 'only of this project')
    .option('--kind <kinds>', 'only of these kinds, commas between: command, pitfall, directive ...')
    .option('--status <status>', 'proposed, active or retired', status)
    .option('--waiting', 'only what waits for a person to approve it')
    .option('--all', 'also what was seen too little to speak of, and what is retired')
    .option('--scope <scope>', 'only what holds there: project:…, person:…@…, team:…, organisation:…')
    .option('--file <path>', 'only what stands on this path')
    .option('--find <words>', 'only with these words in it')
    .option(
      '--at <position>',
      'what was believed when the log had come to this position; in this folder’s project or --project',
      wholeNumber(),
    )
    .option('--limit <count>', 'at most so many', wholeNumber(1), 200)
    .option(...jsonOption)
    .action(async ({ json, find, waiting, all, limit, ...asked }: Options) => {
      const of = asked.at === undefined ? asked.project : await projectOf(surroundings, asked.project);
      const query = { ...asked, project: of, q: find, ...narrowing({ all, waiting, ...asked }) };
      const memories: Memory[] = [];
      for await (const row of everyRow(await connect(), '/v1/memory', 'memories', { query, most: limit })) {
        const one = memory.parse(row);
        if (all || asked.status !== undefined || one.statusNow !== 'retired') memories.push(one);
      }
      if (json) return output.json(memories);
      if (memories.length === 0)
        output.note('nothing is known of this yet; --all also lists what was seen too little to speak of');
      for (const [project, known] of Map.groupBy(memories, (row) => row.project)) {
        output.line(output.paint('bold', oneLine(project)));
        for (const one of known) output.line(memoryLine(one, output));
      }
    });
};
