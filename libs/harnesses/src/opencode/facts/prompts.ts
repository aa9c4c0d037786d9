import { factId } from '../../telling/make-event.ts';
import { stripEcho } from '../../words/echo.ts';
import { asObject, type Payload, textOf, tokenOf } from '../../words/payload.ts';
import { rank } from '../../words/place.ts';
import { keep } from '../../words/table.ts';
import { OPENCODE, type Teller } from '../harness.ts';
import type { Scene } from '../scene.ts';
import type { PendingPrompt } from '../state.ts';

const pendingMax = 20;
const partsMax = 50;

/** The id of the turn that a message opens. */
function turnOf(teller: Teller, message: string): string {
  return factId(OPENCODE, [teller.session, 'prompt', message]);
}

/** A message that is not the agent's: told when the first item comes that is not a part of it. */
export function pendPrompt(scene: Scene, id: string, createdMs: number): void {
  const { item, lane } = scene;
  const isRunning = Object.values(lane.messages).some(
    (message) => message.role === 'assistant' && message.session === item.session && !message.done && !message.imported,
  );
  const pending: PendingPrompt = {
    session: item.session,
    createdMs,
    atMs: item.atMs,
    nth: item.nth,
    texts: {},
    synthetic: {},
    files: 0,
  };
  if (isRunning) pending.midTurn = true;
  keep(lane.pending, id, pending, pendingMax);
}

/** A part of such a message. */
export function promptPart(scene: Scene, message: string, part: Payload): void {
  const pending = scene.lane.pending[message];
  const id = tokenOf(part, 'id');
  if (pending === undefined || id === undefined) return;
  switch (part.type) {
    case 'text': {
      const said = textOf(part, 'text') ?? '';
      const words = stripEcho(said);
      // A part of our own is neither the person's nor the program's.
      if (part.synthetic === true && words.trim() === '' && said !== words) return;
      if (part.synthetic !== true) keep(pending.texts, id, words, partsMax);
      else if (part.ignored !== true) keep(pending.synthetic, id, words, partsMax);
      if (asObject(part.metadata)?.compaction_continue === true) pending.reason = 'compaction';
      return;
    }
    case 'compaction': {
      delete scene.lane.pending[message];
      const known = scene.message(message);
      const session = scene.session();
      const trigger = part.auto === true ? 'auto' : 'manual';
      if (known !== undefined) Object.assign(known, { trigger, turnKey: session.turnKey, turn: session.turn });
      if (scene.item.session !== scene.root) return;
      scene.tell({
        kind: 'compaction.started',
        identity: ['compaction.started', message],
        rank: rank.notice,
        turn: session.turn,
        data: { trigger },
      });
      return;
    }
    case 'file':
    case 'agent':
    case 'subtask':
      pending.files += 1;
  }
}

/** Tells the messages whose parts have all come: those that have any, unless the item is one more. */
export function flushPrompts(scene: Scene, { all = false } = {}): void {
  const { lane, item } = scene;
  const owner = item.type === 'message.part.updated' ? tokenOf(asObject(item.properties.part), 'messageID') : undefined;
  for (const [id, pending] of Object.entries(lane.pending)) {
    const parts = Object.keys(pending.texts).length + Object.keys(pending.synthetic).length + pending.files;
    if (parts === 0 || (!all && (pending.session !== item.session || owner === id))) continue;
    delete lane.pending[id];
    tellPrompt(scene, id, pending);
  }
}

function tellPrompt(scene: Scene, id: string, pending: PendingPrompt): void {
  const { session: native } = pending;
  const own = Object.values(pending.texts);
  const isOwn = own.length > 0 || Object.keys(pending.synthetic).length === 0;
  const text = (isOwn ? own : Object.values(pending.synthetic)).join('\n');
  if (native === scene.root) openTurn(scene, id, pending, text, isOwn);
  else agentPrompted(scene, id, pending, text);
}

function openTurn(scene: Scene, id: string, pending: PendingPrompt, text: string, isOwn: boolean): void {
  const known = scene.message(id);
  const session = scene.session(scene.root);
  const turnKey = pending.reason === 'compaction' ? session.turnKey : id;
  const turn = turnKey === undefined ? undefined : turnOf(scene.teller, turnKey);
  if (known !== undefined) Object.assign(known, { turnKey, turn });
  if (isOwn) scene.note(`prompt:${id}`);
  tellResumed(scene, id, pending, turn);
  scene.tell({
    kind: 'prompt.submitted',
    identity: ['prompt', id],
    rank: rank.prompt,
    moment: pending,
    timeMs: pending.createdMs,
    session: scene.root,
    turn,
    data: {
      text,
      by: isOwn ? 'person' : 'harness',
      reason: isOwn ? undefined : (pending.reason ?? 'synthetic'),
      nativePrompt: id,
      midTurn: pending.midTurn,
    },
  });
}

/** A person goes on with a session that a process had let go. Only the plugin knows of processes. */
function tellResumed(scene: Scene, id: string, pending: PendingPrompt, turn: string | undefined): void {
  const { state, origin, context } = scene.teller;
  if (origin !== 'hook' || state.left !== true) return;
  state.left = false;
  scene.tell(
    {
      kind: 'session.resumed',
      identity: ['session.resumed', id],
      rank: rank.session,
      moment: pending,
      session: scene.root,
      turn,
      data: {
        nativeSession: scene.root,
        cwd: scene.session(scene.root).cwd,
        host: context.host,
        pid: state.process?.pid,
      },
    },
    { only: true },
  );
}

/** What a parent told its subagent: its beginning, or one more task for it. */
function agentPrompted(scene: Scene, id: string, pending: PendingPrompt, text: string): void {
  const { session: native } = pending;
  const known = scene.session(native);
  const spawn = scene.lane.spawns[native];
  if (spawn?.turn !== undefined) known.turn = spawn.turn;
  const said = { moment: pending, timeMs: pending.createdMs, session: native, turn: known.turn };
  if (known.started) {
    const data = { text, by: 'agent' as const, nativePrompt: id };
    scene.tell({ kind: 'prompt.submitted', identity: ['prompt', id], rank: rank.prompt, ...said, data });
    return;
  }
  known.started = true;
  scene.tell({
    kind: 'agent.started',
    identity: ['agent', native, 'start'],
    rank: rank.agent,
    ...said,
    data: {
      agent: native,
      type: spawn?.type ?? known.agentType,
      call: spawn?.call,
      description: spawn?.description,
      prompt: text,
      depth: depthOf(scene, native),
    },
  });
}

function depthOf(scene: Scene, native: string): number {
  let depth = 0;
  for (let at: string | undefined = native; at !== undefined && at !== scene.root && depth < 20; depth += 1) {
    at = scene.lane.sessions[at]?.parent;
  }
  return depth;
}
