import type { CallText, CodeFact, SessionRows } from '../index/read-session.ts';
import { looseText } from '../words/loose-text.ts';
import { cutToWords } from '../words/tokens.ts';
import type { Field, PlacedPiece } from './piece.ts';
import { errorWords, ownWordsMax, toldWordsMax } from './weights.ts';

type Where = Pick<PlacedPiece, 'order' | 'position' | 'at' | 'turn'>;

/** Every text of a session that is searched in, cut, in no given order. A text that would say nothing is left out. */
export function piecesOf(rows: SessionRows): PlacedPiece[] {
  return [...titleOf(rows), ...messagesOf(rows), ...turnsOf(rows), ...rows.calls.flatMap(ofCall), ...filesOf(rows)]
    .concat(plansOf(rows), agentsOf(rows), rows.code.map(ofCode))
    .filter(({ text }) => text !== '')
    .map((piece) => ({ ...piece, text: piece.text.replaceAll('\0', '␀').toWellFormed() }));
}

function titleOf({ session }: SessionRows): PlacedPiece[] {
  const { givenTitle, firstPosition, startedAt } = session;
  if (givenTitle === null) return [];
  const where = { order: '', position: firstPosition, at: startedAt, turn: null };
  return [{ entry: { type: 'session', id: session.session }, field: 'title', own: true, text: givenTitle, ...where }];
}

function messagesOf({ messages }: SessionRows): PlacedPiece[] {
  return messages.map((row) => {
    const own = row.role === 'user' && row.by !== 'harness';
    const type = row.role === 'user' && row.turn === row.message ? 'turn' : 'message';
    const text = cutToWords(looseText(row.text), own ? ownWordsMax : toldWordsMax);
    return { entry: { type, id: row.message }, field: own ? 'prompt' : 'said', own, text, ...whereOf(row) };
  });
}

/** The closing words, unless a message of the turn says the same; and why a turn failed. */
function turnsOf({ turns, messages }: SessionRows): PlacedPiece[] {
  const said = new Set(messages.map(({ turn, text }) => `${turn}\n${text}`));
  return turns.flatMap((row) => {
    const entry = { type: 'turn', id: row.turn } as const;
    const where = { ...whereOf(row), position: row.endedPosition ?? row.position };
    const closing = said.has(`${row.turn}\n${row.closing}`) ? '' : told(looseText(row.closing));
    return [
      { entry, field: 'said', own: false, text: closing, ...where },
      { entry, field: 'error', own: false, text: cutToWords(row.error ?? '', ...errorWords), ...where },
    ];
  });
}

/** What was done and how it ended. Contents of files are not searched in: their paths are. */
function ofCall(row: CallText): PlacedPiece[] {
  const line = commandOf(row);
  const end = { ...whereOf(row), position: row.endedPosition ?? row.position };
  const piece = (field: Field, text: string, where: Where): PlacedPiece => ({
    entry: { type: 'call', id: row.call },
    field,
    own: false,
    text,
    ...where,
  });
  const objects = row.effects.flatMap(({ object }) => (object === undefined ? [] : [object]));
  const opened = row.effects.some(({ type }) => type === 'process.exec' || type === 'mcp.call' || type === 'net.fetch');
  return [
    line === undefined
      ? piece(
          'input',
          told(linesOnce([row.tool, ...objects, row.description, looseText(row.input, contents)])),
          whereOf(row),
        )
      : piece('command', told([line, row.description].filter(Boolean).join('\n')), whereOf(row)),
    piece('error', cutToWords(looseText(row.error) || looseText(row.reason), ...errorWords), end),
    ...(opened ? [piece('output', told(looseText(row.output)), end)] : []),
  ];
}

/** Every line once: an input often says again what its effect names. */
function linesOnce(texts: readonly (string | null)[]): string {
  return [...new Set(texts.flatMap((text) => (text ?? '').split('\n')).filter((line) => line !== ''))].join('\n');
}

/** Fields of inputs that hold what a file is to contain, or where in it. */
const contents = new Set([
  'content',
  'contents',
  'new_string',
  'old_string',
  'newString',
  'oldString',
  'edits',
  'new_str',
  'old_str',
  'file_text',
]);

/** The command line of a call that runs one. */
export function commandOf({ effects }: CallText): string | undefined {
  return effects.find(({ type }) => type === 'process.exec')?.object;
}

/** Paths that no call names: those of calls stand in what the calls did. */
function filesOf({ files, calls }: SessionRows): PlacedPiece[] {
  const named = new Set(calls.flatMap(({ turn, effects }) => effects.map(({ object }) => `${turn}\n${object}`)));
  return files
    .filter(({ turn, path }) => !named.has(`${turn}\n${path}`))
    .map((row) => {
      const entry =
        row.call === null ? ({ type: 'file', id: row.file } as const) : ({ type: 'call', id: row.call } as const);
      const text = row.fromPath === null ? row.path : `${row.fromPath} ${row.path}`;
      return { entry, field: 'path', own: false, text, ...whereOf(row) };
    });
}

function plansOf({ plans }: SessionRows): PlacedPiece[] {
  return plans.map((row) => {
    const text = told(looseText(row.items, new Set(['id', 'status'])));
    return { entry: { type: 'plan', id: row.plan }, field: 'plan', own: false, text, ...whereOf(row) };
  });
}

function agentsOf({ agents }: SessionRows): PlacedPiece[] {
  return agents
    .filter(({ agent }) => agent !== 'main')
    .flatMap((row) => {
      const entry = { type: 'agent', id: row.agent } as const;
      const asked = [row.type, row.description, looseText(row.prompt)].filter(Boolean).join('\n');
      return [
        { entry, field: 'input', own: false, text: told(asked), ...whereOf(row) },
        { entry, field: 'said', own: false, text: told(looseText(row.text)), ...whereOf(row) },
      ] satisfies PlacedPiece[];
    });
}

function ofCode(row: CodeFact): PlacedPiece {
  const text = told(looseText(row.data));
  return { entry: { type: 'event', id: row.id }, field: 'code', own: false, text, ...whereOf(row) };
}

const told = (text: string) => cutToWords(text, toldWordsMax);

const whereOf = ({ order, position, at, turn }: Where): Where => ({ order, position, at, turn });
