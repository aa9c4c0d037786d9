import type { BusEvent } from '@hookline/schemas';
import { describe, expect, test } from 'vitest';
import type { RecordRow } from './adapter.ts';
import {
  edgeWith as claudeCode,
  recordedHooks as claudeHooks,
  recordedRows as claudeRows,
} from './claude-code/recorded.ts';
import { codex } from './codex/adapter.ts';
import { recordedRows as codexRows, sessionOf as codexSession } from './codex/recorded.ts';
import { AdapterRun } from './conformance/adapter-run.ts';
import { geminiCli } from './gemini-cli/adapter.ts';
import { recordedHooks as geminiHooks, recordedRows as geminiRows, sessionIn } from './gemini-cli/recorded.ts';
import { goose } from './goose/adapter.ts';
import { recordedRows as gooseRows, keysOf, sessionNamed } from './goose/recorded.ts';
import { openCode } from './opencode/adapter.ts';
import { mainSessions, recordedRows as openCodeRows } from './opencode/recorded.ts';
import { withoutAppended } from './words/echo.ts';

const secret = 'heron';
const message = `<hookline message from="ann" id="msg_1">\nask a ${secret}\n\nand wait\n</hookline>`;
const ours = `${message}\n<hookline memory project="shop" ids="mem_aaaaaaaa">\n- say ${secret}\n</hookline>`;
const escaped = ours.replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The same thing with other words in it, wherever they stand. */
function withWords<Thing>(thing: Thing, change: (text: string) => string): Thing {
  return JSON.parse(JSON.stringify(thing), (_key, value) =>
    typeof value === 'string' ? change(value) : value,
  ) as Thing;
}

/** Events that hold what we said, but for those that tell that we said it. */
function learntFrom(events: readonly BusEvent[]): BusEvent[] {
  return events.filter((event) => event.kind !== 'memory.injected' && JSON.stringify(event).includes(secret));
}

const holds = (thing: unknown) => JSON.stringify(thing).includes(secret);
const outcomes = (events: readonly BusEvent[]) =>
  events.flatMap(({ kind, data }) => ('errorSignature' in data ? [`${kind} ${data.errorSignature}`] : []));

describe('what we put before an agent is nobody’s words afterwards', () => {
  test('Claude Code: behind prompts, before and after calls, and where the agent repeats it', () => {
    const name = '10-additional-context';
    const change = (text: string) => text.replaceAll(/CTX-[A-Z]+/g, ours);
    const rows = claudeRows(`transcripts/${name}.main.jsonl`).map((row) =>
      withWords(row, (text) =>
        row.row.type === 'assistant' ? text.replace(/^Done\b/, `${ours}\nDone`) : change(text),
      ),
    );
    expect(holds(rows)).toBe(true);
    const session = `claude-code:${rows.find(({ row }) => row.sessionId !== undefined)!.row.sessionId}`;
    const events = claudeCode({ recordAvailable: true })
      .hooks(withWords(claudeHooks(name), change))
      .rows(rows, session)
      .reconcile(session, { complete: true })
      .seen();
    expect(events.filter(({ kind }) => kind === 'memory.injected').length).toBeGreaterThan(1);
    expect(learntFrom(events)).toEqual([]);
  });

  test('Codex: in messages to the model before, in and after calls, and where the agent repeats it', () => {
    const rows = codexRows('tour');
    const developer = rows.find(({ row }) => (row.payload as { role?: string }).role === 'developer')!;
    const content = [{ type: 'input_text', text: ours }];
    const told = rows.flatMap((row): RecordRow[] => {
      const { type } = row.row.payload as { type?: string };
      const message = {
        ...developer,
        ordinal: row.ordinal,
        row: { ...developer.row, payload: { ...(developer.row.payload as object), content } },
      };
      return String(type).endsWith('_output') ? [message, row] : [row];
    });
    const change = (text: string) => text.replace(/^All done\b|^Done\b/, `${ours}\nDone`);
    const session = codexSession('tour');
    const run = (given: readonly RecordRow[]) =>
      new AdapterRun(codex, { recordAvailable: true })
        .rows(given, session)
        .reconcile(session, { complete: true })
        .seen();
    expect(told.length).toBeGreaterThan(rows.length);
    expect(learntFrom(run(withWords(told, change)))).toEqual([]);
    expect(outcomes(run(told))).toEqual(outcomes(run(rows)));
  });

  test('Gemini CLI: before the prompt, behind it, behind outputs of tools, escaped as it does', () => {
    const name = '06-injection';
    const context = `<hook_context>${escaped}</hook_context>`;
    const change = (text: string) =>
      text
        .replace(/<hook_context>[\s\S]*<\/hook_context>\n\n/, `${context}\n\n`)
        .replace(/<\/untrusted_context>$/, `</untrusted_context>\n\n${context}`)
        .replace(/^Fine\.$/, `${ours}\nFine.`);
    const [hooks, rows] = [withWords(geminiHooks(name), change), withWords(geminiRows(name), change)];
    expect([holds(hooks), holds(rows)]).toEqual([true, true]);
    for (const recordAvailable of [true, false]) {
      const run = new AdapterRun(geminiCli, { recordAvailable }).hooks(hooks);
      if (recordAvailable) run.rows(rows, sessionIn(name)).reconcile(sessionIn(name), { complete: true });
      expect(learntFrom(run.seen())).toEqual([]);
    }
  });

  test('Goose: in the context of a turn, and where the agent repeats it', () => {
    const [key] = keysOf('memory');
    const change = (text: string) =>
      text.replace('<hookline card>MEM</hookline>', ours).replace(/^A plain answer\.$/, `${ours}\nA plain answer.`);
    const rows = withWords(gooseRows('memory', key), change);
    expect(holds(rows)).toBe(true);
    const session = sessionNamed(key!);
    const events = new AdapterRun(goose, { recordAvailable: true })
      .rows(rows, session)
      .reconcile(session, { complete: true })
      .seen();
    expect(events.some(({ kind }) => kind === 'message.sent')).toBe(true);
    expect(learntFrom(events)).toEqual([]);
  });

  test('OpenCode: as a part behind the prompt, and behind outputs and errors of tools, which stay what they were', () => {
    const [root] = mainSessions('tools');
    const rows = openCodeRows('tools', root!);
    const told = rows.flatMap((row): RecordRow[] => {
      const data = row.row.data as {
        part?: { type?: string; id: string; messageID: string; state?: { status: string; output?: unknown } };
      };
      const { part } = data;
      const change = (changed: object): RecordRow => ({
        ...row,
        row: { ...row.row, data: { ...data, part: { ...part, ...changed } } },
      });
      if (part?.type === 'tool' && typeof part.state?.output === 'string') {
        return [change({ state: { ...part.state, output: `${part.state.output}\n\n${ours}` } })];
      }
      if (part?.type !== 'text') return [row];
      const added = change({ id: `${part.id.slice(0, -4)}zzzz`, text: ours, synthetic: true });
      return [row, { ...added, row: { ...added.row, id: `${String(row.row.id)}zzzz` } }];
    });
    const session = `opencode:${root}`;
    const run = (given: readonly RecordRow[]) =>
      new AdapterRun(openCode, { recordAvailable: true })
        .rows(given, session)
        .reconcile(session, { complete: true })
        .seen();
    const [bare, withOurs] = [run(rows), run(told)];
    expect(learntFrom(withOurs)).toEqual([]);
    expect(outcomes(withOurs)).toEqual(outcomes(bare));
    const of = (events: readonly BusEvent[], kind: BusEvent['kind']) =>
      events.filter((event) => event.kind === kind).map(({ data }) => data);
    for (const kind of ['prompt.submitted', 'tool.finished', 'tool.failed', 'file.read'] as const) {
      expect(of(bare, kind).length, kind).toBeGreaterThan(0);
      expect(of(withOurs, kind)).toEqual(of(bare, kind));
    }
  });
});

test.each([
  ['in its middle', `${ours}\nand more`],
  ['with no line before it', `x ${ours}`],
  ['cut off', ours.slice(0, -3)],
])('an output that holds our mark %s is the tool’s own', (_where, output) => {
  expect(withoutAppended(output)).toBe(output);
});

test('of an output the last block is ours, and nothing before it', () => {
  expect(withoutAppended(`cat notes.md\n\n${ours}\n\n${ours}`)).toBe(`cat notes.md\n\n${ours}`);
});
