import { beginning } from '../model.ts';
import type { Output } from '../output.ts';
import type { SessionState } from '../session-state.ts';
import { dollars } from './dollars.ts';
import { cut } from './screen-width.ts';
import { oneLine } from './table.ts';
import { amount, count, duration, moment } from './words.ts';

type Paint = Pick<Output, 'paint' | 'width'>;
type Rows<Model extends keyof SessionState['rows']> = NonNullable<SessionState['rows'][Model]>;

const filesShown = 20;
const callsShown = 10;
const wordsLengthMax = 400;

const planMarks: Readonly<Record<string, string>> = { done: '[x]', active: '[>]', pending: '[ ]' };

/** What a session was at a moment, for a person to read, line by line. Sections of which nothing was asked are left out. */
export function* statePage(state: SessionState, output: Paint): Iterable<string> {
  yield* head(state, output);
  yield* doing(state, output);
  yield* plan(state, output);
  yield* files(state.rows.files ?? [], output);
  yield* usage(state, output);
  yield* lastWords(state, output);
}

function* head(state: SessionState, output: Paint): Iterable<string> {
  const row = state.rows.sessions?.[0];
  yield output.paint('bold', cut(oneLine(row?.title ?? state.session), output.width));
  yield `  session   ${oneLine(state.session)}`;
  const where = state.at === null ? 'the newest event' : `position ${state.at}`;
  const sense = state.at !== null && state.by === 'session' ? ', in the order of the session' : '';
  const from = state.snapshot === null ? '' : `, from a snapshot at ${state.snapshot.position}`;
  yield `  moment    ${where}${sense} (${count(state.events, 'event')}${from})`;
  if (state.asOf !== null)
    yield `  time      ${moment(state.asOf)}${row === undefined ? '' : since(row.startedAt, state.asOf)}`;
  yield `  state     ${state.state ?? 'nothing is known yet'}${row?.endReason ? ` (${oneLine(row.endReason)})` : ''}`;
  if (row !== undefined) {
    yield `  harness   ${joined([row.harness, row.harnessVersion, row.model])}`;
    yield `  project   ${joined([row.projectName ?? row.project, row.branch, row.cwd])}`;
    if (row.actor) yield `  by        ${oneLine(row.actor)}`;
  }
  yield output.paint('dim', `  hash      ${state.hash}`);
}

function since(start: string, asOf: string): string {
  const tookMs = Date.parse(asOf) - Date.parse(start);
  return tookMs > 0 ? `, ${duration(tookMs)} after it began` : '';
}

function joined(parts: readonly (string | null | undefined)[]): string {
  return parts.flatMap((part) => (part ? oneLine(part) : [])).join(' · ');
}

function* doing({ rows, waitingFor, asOf }: SessionState, output: Paint): Iterable<string> {
  const lasting = (from: string | null | undefined) =>
    from && asOf !== null ? duration(Math.max(0, Date.parse(asOf) - Date.parse(from))) : '';
  const turn = rows.turns?.at(-1);
  const open = (rows.calls ?? []).filter(({ outcome }) => outcome === 'running');
  const behind = (rows.calls ?? []).filter((call) => call.background && !call.backgroundStatus);
  const agents = (rows.agents ?? []).filter(({ outcome }) => outcome === 'running');
  if (turn === undefined && open.length === 0 && waitingFor === null && agents.length === 0) return;
  yield '';
  yield output.paint('bold', 'Doing');
  if (turn !== undefined) {
    const outcome = turn.outcome === 'open' ? `for ${lasting(turn.startedAt)}` : turn.outcome;
    yield output.paint('cyan', cut(`  ❯ ${oneLine(beginning(turn.prompt))}`, output.width - outcome.length - 4)) +
      output.paint('dim', `  [${outcome}]`);
    if (turn.error) yield output.paint('red', cut(`    ${oneLine(turn.error)}`, output.width));
  }
  if (waitingFor !== null) {
    yield output.paint(
      'yellow',
      `  ? asks a person about ${oneLine(waitingFor.tool)}, for ${lasting(waitingFor.since)}`,
    );
  }
  for (const call of open.slice(-callsShown)) {
    yield cut(`  … ${callWords(call)}  ${lasting(call.startedAt)}`.trimEnd(), output.width);
  }
  if (open.length > callsShown) yield `    and ${open.length - callsShown} more open calls`;
  for (const call of behind.slice(-callsShown)) yield cut(`  & ${callWords(call)} (in the background)`, output.width);
  for (const { agent, type, description } of agents.slice(-callsShown)) {
    yield cut(`  ↳ ${oneLine(type ?? agent)}  ${oneLine(description ?? '')}`.trimEnd(), output.width);
  }
}

function callWords({ tool, effects, description }: Rows<'calls'>[number]): string {
  const object = effects?.find((effect) => effect.object)?.object ?? description ?? '';
  return `${oneLine(tool ?? 'a call')}  ${oneLine(object)}`.trimEnd();
}

function* plan({ plan: items }: SessionState, output: Paint): Iterable<string> {
  if (items === null || items.length === 0) return;
  const done = items.filter(({ status }) => status === 'done').length;
  yield '';
  yield `${output.paint('bold', 'Plan')}  ${done} of ${items.length}`;
  for (const { text, status } of items) {
    const line = cut(`  ${planMarks[status] ?? '[?]'} ${oneLine(text)}`, output.width);
    yield status === 'done' ? output.paint('dim', line) : line;
  }
}

function* files(rows: Rows<'files'>, output: Paint): Iterable<string> {
  const byPath = [...Map.groupBy(rows, ({ path }) => path)].map(([path, of]) => ({
    path,
    of,
    written: of.some(isWrite),
  }));
  if (byPath.length === 0) return;
  const shown = [...byPath.filter(({ written }) => written), ...byPath.filter(({ written }) => !written)];
  yield '';
  yield `${output.paint('bold', 'Files')}  ${byPath.filter(({ written }) => written).length} written, ${byPath.length} in all`;
  for (const { path, of } of shown.slice(0, filesShown)) {
    const sum = (count: (row: Rows<'files'>[number]) => number | null | undefined) =>
      of.reduce((total, row) => total + (count(row) ?? 0), 0);
    const [added, removed] = [sum((row) => row.linesAdded), sum((row) => row.linesRemoved)];
    const how = [...new Set(of.map((row) => row.how))].join(', ');
    const facts = `  ${how}${added + removed > 0 ? `  +${added} -${removed}` : ''}`;
    yield cut(`  ${oneLine(path)}`, output.width - facts.length) + facts;
  }
  if (shown.length > filesShown) yield `  and ${shown.length - filesShown} more`;
}

const isWrite = ({ how }: { readonly how: string }): boolean => how !== 'read' && how !== 'change';

function* usage({ rows }: SessionState, output: Paint): Iterable<string> {
  const answers = rows.usage ?? [];
  if (answers.length === 0) return;
  const sum = (of: (row: Rows<'usage'>[number]) => number | null | undefined) =>
    answers.some((row) => typeof of(row) === 'number')
      ? answers.reduce((total, row) => total + (of(row) ?? 0), 0)
      : undefined;
  const shown = (value: number | undefined, words: string) =>
    value === undefined ? [] : [`${amount(value)} ${words}`];
  const cost = sum((row) => row.costUsd) ?? rows.sessions?.[0]?.reportedCostUsd ?? undefined;
  const parts = [
    count(answers.length, 'answer'),
    ...shown(
      sum((row) => row.inputTokens),
      'in',
    ),
    ...shown(
      sum((row) => row.outputTokens),
      'out',
    ),
    ...shown(
      sum((row) => row.cacheReadTokens),
      'from cache',
    ),
    ...shown(
      sum((row) => row.cacheWriteTokens),
      'into cache',
    ),
    cost === undefined ? 'cost unknown' : dollars(cost),
  ];
  yield '';
  yield `${output.paint('bold', 'Tokens')}  ${parts.join(', ')}`;
}

function* lastWords({ rows }: SessionState, output: Paint): Iterable<string> {
  const said = (rows.messages ?? []).filter(({ role, text }) => role === 'assistant' && text).at(-1);
  const words = oneLine(beginning(said?.text ?? rows.turns?.at(-1)?.closing));
  if (words === '') return;
  yield '';
  yield output.paint('bold', 'Last words');
  yield `  ${cut(words, Math.min(wordsLengthMax, output.width === Number.POSITIVE_INFINITY ? wordsLengthMax : output.width * 3))}`;
}
