import {
  type Agent,
  beginning,
  type Call,
  type Entry,
  type File,
  type Session,
  type Turn,
  type Usage,
} from '../model.ts';
import type { Output } from '../output.ts';
import { dollars } from './dollars.ts';
import { cut, screenWidth } from './screen-width.ts';
import { oneLine } from './table.ts';
import { amount, clock, count, duration, moment } from './words.ts';

/** Ids of what hooks did not deliver that are listed. */
const missingShown = 20;

type Paint = Pick<Output, 'paint' | 'width'>;

const marks: Readonly<Record<string, string>> = {
  ok: '✓',
  failed: '✗',
  denied: '⊘',
  interrupted: '◌',
  running: '…',
  unknown: '?',
};

/** A session for a person to read, line by line. */
export function* sessionPage(session: Session, entries: readonly Entry[], output: Paint): Iterable<string> {
  yield* head(session, output);
  yield* story(entries, output);
  yield* agents(
    entries.filter((entry) => entry.type === 'agent'),
    output,
  );
  yield* files(
    entries.filter((entry) => entry.type === 'file'),
    output,
  );
  yield* usage(
    entries.filter((entry) => entry.type === 'usage'),
    output,
  );
  yield* completeness(session, output);
}

function* head(session: Session, output: Paint): Iterable<string> {
  const { harness, harnessVersion, model, state, endReason, projectName, project, branch, cwd, actor, host } = session;
  yield output.paint('bold', cut(oneLine(session.title ?? session.session), output.width));
  yield `  session   ${oneLine(session.session)}`;
  yield `  state     ${state}${endReason ? ` (${oneLine(endReason)})` : ''}`;
  yield `  harness   ${joined([harness, harnessVersion, model], ' · ')}`;
  yield `  project   ${joined([projectName ?? project, branch, cwd], ' · ')}`;
  if (actor || host) yield `  by        ${joined([actor, host], ' on ')}`;
  const end = session.endedAt ?? session.lastEventAt;
  const length = session.startedAt ? duration(Date.parse(end) - Date.parse(session.startedAt)) : '';
  yield `  time      ${session.startedAt ? moment(session.startedAt) : '?'} to ${moment(end)}${length ? ` (${length})` : ''}`;
  const failed = session.failures === 0 ? '' : `, ${session.failures} failed`;
  yield `  did       ${count(session.turns, 'turn')}, ${count(session.calls, 'call')}${failed}, ${count(session.filesWritten, 'file')} written, ${session.filesRead} read`;
  yield `  log       positions ${session.firstPosition} to ${session.lastPosition}, ${count(session.events, 'event')}`;
}

function joined(parts: readonly (string | null | undefined)[], between: string): string {
  return parts.flatMap((part) => (part ? oneLine(part) : [])).join(between);
}

function* story(entries: readonly Entry[], output: Paint): Iterable<string> {
  for (const entry of entries) {
    if (entry.type === 'turn') yield* turn(entry, output);
    if (entry.type === 'call') yield* call(entry, output);
  }
}

function* turn(entry: Turn, output: Paint): Iterable<string> {
  const ended = entry.outcome === 'ended' ? duration(entry.durationMs) : entry.outcome;
  yield '';
  const by = entry.by && entry.by !== 'person' ? ` (${entry.by})` : '';
  const line = `${entry.at ? clock(entry.at) : ''} ❯ ${oneLine(beginning(entry.prompt))}${by}`;
  yield output.paint('cyan', cut(line, output.width - ended.length - 4)) +
    (ended ? output.paint('dim', `  [${ended}]`) : '');
}

function* call(entry: Call, output: Paint): Iterable<string> {
  const mark = marks[entry.outcome] ?? '·';
  const indent = entry.agent && entry.agent !== 'main' ? '      ' : '  ';
  const facts = [
    entry.exitCode === null || entry.exitCode === undefined ? '' : `exit ${entry.exitCode}`,
    entry.outcome === 'ok' ? '' : entry.outcome,
    duration(entry.durationMs),
    oneLine(entry.nativeCall ?? entry.call),
  ].filter(Boolean);
  const object = entry.effects?.find((effect) => effect.object)?.object ?? entry.description ?? '';
  const told = `${indent}${mark} ${oneLine(entry.tool)}  ${oneLine(object)}`.trimEnd();
  const colour = entry.outcome === 'ok' ? 'green' : entry.outcome === 'running' ? 'yellow' : 'red';
  yield `${output.paint(colour, cut(told, output.width - screenWidth(facts.join('  ')) - 2))}  ${output.paint('dim', facts.join('  '))}`;
  const why = oneLine(beginning(entry.error ?? entry.reason));
  if (why && entry.outcome !== 'ok') yield output.paint('dim', cut(`${indent}    ${why}`, Math.min(output.width, 200)));
}

function* agents(rows: readonly Agent[], output: Paint): Iterable<string> {
  if (rows.length === 0) return;
  yield '';
  yield output.paint('bold', 'Agents');
  for (const row of rows) {
    const kind = row.agentType ? ` (${row.agentType})` : '';
    const parent = row.parent && row.parent !== 'main' ? ` of ${row.parent}` : '';
    const mark = marks[row.outcome ?? 'running'] ?? '·';
    yield cut(`  ${mark} ${oneLine(`${row.agent}${kind}${parent}`)}  ${oneLine(row.description ?? '')}`, output.width);
  }
}

function* files(rows: readonly File[], output: Paint): Iterable<string> {
  const written = rows.filter(({ how }) => how !== 'read');
  const paths = [...new Set(rows.map(({ path }) => path))];
  if (paths.length === 0) return;
  yield '';
  yield output.paint('bold', 'Files');
  for (const path of paths) {
    const changes = written.filter((row) => row.path === path);
    const added = changes.reduce((sum, row) => sum + (row.linesAdded ?? 0), 0);
    const removed = changes.reduce((sum, row) => sum + (row.linesRemoved ?? 0), 0);
    const what = [...new Set(rows.filter((row) => row.path === path).map(({ how }) => how))].join(', ');
    const facts = `  ${what}${added + removed > 0 ? `  +${added} -${removed}` : ''}`;
    yield cut(`  ${oneLine(path)}`, output.width - facts.length) + facts;
  }
}

function* usage(rows: readonly Usage[], output: Paint): Iterable<string> {
  if (rows.length === 0) return;
  yield '';
  yield output.paint('bold', 'Usage');
  for (const [model, calls] of Map.groupBy(rows, (row) => row.model ?? 'unknown model')) {
    const sum = (of: (row: Usage) => number | null | undefined) =>
      calls.reduce((total, row) => total + (of(row) ?? 0), 0);
    const cost = sum((row) => row.costUsd);
    const parts = [
      count(calls.length, 'call'),
      `${amount(sum((row) => row.inputTokens))} in`,
      `${amount(sum((row) => row.outputTokens))} out`,
      `${amount(sum((row) => row.cacheReadTokens))} cache read`,
      `${amount(sum((row) => row.cacheWriteTokens))} cache write`,
      cost > 0 ? dollars(cost) : '',
    ];
    yield `  ${oneLine(model)}  ${parts.filter(Boolean).join(', ')}`;
  }
}

function* completeness({ completeness: seen, origins }: Session, output: Paint): Iterable<string> {
  yield '';
  yield output.paint('bold', 'Completeness');
  if (seen.byHooks === null && origins.includes('hook'))
    yield '  seen by hooks only so far: the harness’s own record was not compared yet';
  else if (seen.byHooks === null && origins.every((origin) => origin === 'api'))
    yield '  as published over HTTP: there is no other source to compare it with';
  else if (seen.byHooks === null) yield '  from the harness’s record (import)';
  else {
    const missing = seen.missingTotal ?? seen.missing.length;
    yield `  by hooks   ${seen.byHooks}`;
    yield `  by record  ${seen.byRecord}`;
    yield `  merged     ${seen.merged}`;
    yield output.paint(missing > 0 ? 'yellow' : 'green', `  missing    ${missing}`);
    for (const id of seen.missing.slice(0, missingShown)) yield cut(`    ${oneLine(id)}`, output.width);
    const more = missing - Math.min(missing, missingShown, seen.missing.length);
    if (more > 0) yield `    and ${more} more`;
  }
  const { unmapped, dropped, openCalls } = seen;
  if (openCalls > 0) yield `  ${count(openCalls, 'call')} without an end`;
  if (unmapped > 0) yield `  ${count(unmapped, 'payload')} that no adapter maps yet (kind native.unmapped)`;
  if (dropped > 0) yield output.paint('red', `  ${count(dropped, 'event')} dropped at capture`);
}
