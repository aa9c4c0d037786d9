import { cardInjected } from '../../telling/injected.ts';
import { asObject, countOf, textOf, tokenOf } from '../../words/payload.ts';
import { rank } from '../../words/place.ts';
import { keep } from '../../words/table.ts';
import { momentOf } from '../item.ts';
import type { Scene } from '../scene.ts';
import { whoAnswers } from '../state.ts';
import { failTurn } from './messages.ts';
import { endTurn } from './turns.ts';

/** What only the plugin hears, because no table keeps it. */
const only = { only: true };
const askedMax = 100;

export function permissionAsked(scene: Scene): void {
  const { properties, id } = scene.item;
  const about = asObject(properties.tool);
  const nativeCall = tokenOf(about, 'callID');
  const message = tokenOf(about, 'messageID');
  const known = Object.values(scene.lane.calls).find((one) => one.nativeCall === nativeCall && one.message === message);
  const asked = {
    call: known?.call ?? nativeCall,
    tool: known?.tool ?? textOf(properties, 'permission') ?? 'unknown',
    turn: known?.turn ?? scene.message(message)?.turn ?? scene.session().turn,
    key: `${message} ${nativeCall}`,
  };
  const request = tokenOf(properties, 'id') ?? id;
  keep(scene.lane.asked, request, asked, askedMax);
  scene.tell(
    {
      kind: 'permission.asked',
      identity: ['call', asked.call ?? '', 'asked', request],
      rank: rank.asked,
      turn: asked.turn,
      data: {
        call: asked.call,
        tool: asked.tool,
        input: { permission: properties.permission, patterns: properties.patterns, ...asObject(properties.metadata) },
      },
    },
    only,
  );
}

export function permissionReplied(scene: Scene): void {
  const { properties, id } = scene.item;
  const { state } = scene.teller;
  const request = tokenOf(properties, 'requestID') ?? id;
  const asked = scene.lane.asked[request];
  const isDenied = properties.reply === 'reject';
  const by = whoAnswers(state) ?? 'person';
  if (isDenied && asked !== undefined) keep(state.deciders, asked.key, by, askedMax);
  scene.tell(
    {
      kind: 'permission.decided',
      identity: ['call', asked?.call ?? '', 'decided', request],
      rank: rank.decided,
      turn: asked?.turn ?? scene.session().turn,
      data: {
        call: asked?.call,
        tool: asked?.tool ?? 'unknown',
        decision: isDenied ? 'deny' : 'allow',
        by,
        reason: textOf(properties, 'reply'),
      },
    },
    only,
  );
}

/** The provider failed, and is asked again. */
export function statusChanged(scene: Scene): void {
  const status = asObject(scene.item.properties.status);
  if (status?.type !== 'retry') return;
  scene.tell(
    {
      kind: 'model.failed',
      identity: ['model.failed', scene.item.id],
      rank: rank.end,
      turn: scene.session().turn,
      data: { error: textOf(status, 'message') ?? 'unknown', attempt: countOf(status, 'attempt') },
    },
    only,
  );
}

/** Nothing runs any more. It comes twice after errors. */
export function sessionIdle(scene: Scene): void {
  if (scene.item.session !== scene.root) return;
  const { turnKey, turn } = scene.session();
  endTurn(scene, turnKey, turn);
}

export function sessionError(scene: Scene): void {
  if (scene.item.session !== scene.root) return;
  const error = asObject(scene.item.properties.error);
  if (error !== undefined) failTurn(scene, scene.session(), error);
}

export function commandExecuted(scene: Scene): void {
  const { properties, id } = scene.item;
  const message = tokenOf(properties, 'messageID');
  scene.tell(
    {
      kind: 'prompt.expanded',
      identity: ['prompt.expanded', message ?? id],
      rank: rank.notice,
      moment: message === undefined ? scene.item : momentOf(message, scene.item.atMs),
      turn: scene.message(message)?.turn ?? scene.session().turn,
      data: {
        command: textOf(properties, 'name') ?? 'unknown',
        arguments: textOf(properties, 'arguments'),
        source: 'command',
      },
    },
    only,
  );
}

/** Our text was put in front of the model, or would have been in a session that is told nothing. */
export function memoryInjected(scene: Scene): void {
  const { properties, id } = scene.item;
  const text = textOf(properties, 'text');
  if (text === undefined) return;
  scene.tell(
    {
      kind: 'memory.injected',
      identity: ['memory.injected', id],
      rank: rank.notice,
      turn: scene.session().turn,
      data: cardInjected(text, properties.heldOut === true),
    },
    only,
  );
}
