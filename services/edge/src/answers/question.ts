import {
  type AboutToRun,
  type Adapter,
  type Asked,
  type Asker,
  effectsOfOpenCode,
  findAsker,
} from '@hookline/harnesses';
import type { SpoolEntry } from '@hookline/spool';
import { z } from 'zod';
import type { MessageMoment } from '../steering/message.ts';

/** What somebody asks: where, in which session, at which moment. */
export interface Question {
  readonly harness: string;
  /** Our id. */
  readonly session: string;
  /** The folder that the harness was started in, or works in. */
  readonly folder: string;
  /** Memories that whoever asks shows by itself, by their short ids: the edge may not have heard of it yet. */
  readonly shown?: readonly string[] | undefined;
  /** Of a shim's question; a plugin's is answered in plain JSON. */
  readonly asker: Asker | undefined;
  readonly event: string;
  /** `main`, or the harness's id of a subagent. */
  readonly agent: string;
  readonly call?: string | undefined;
  /** Where a message would reach the agent; undefined where nothing but a decision does. */
  readonly moment?: { readonly at: MessageMoment; readonly surface: string } | undefined;
  asked(root: string | undefined): Asked | undefined;
  /** The call that waits for a decision; undefined where none does. */
  readonly guarded?: ((root: string | undefined) => AboutToRun | undefined) | undefined;
}

const text = z.string().max(200_000);

/** A plugin's question. `session` is the harness's own id, or ours. */
const pluginQuestion = z.object({
  harness: z.string().regex(/^[a-z0-9-]{1,40}$/),
  session: z.string().min(1).max(200),
  projectDir: z.string().startsWith('/').max(4_096),
  surface: z.enum(['prompt', 'before-edit', 'before-command', 'after-failure', 'after-call', 'guard']),
  tool: z.string().max(200).optional(),
  input: z.unknown().optional(),
  cwd: z.string().max(4_096).optional(),
  text: text.optional(),
  paths: z.array(z.string().max(4_096)).max(50).optional(),
  command: text.optional(),
  shown: z.array(z.string().max(100)).max(100).optional(),
  agent: z.string().max(200).optional(),
  call: z.string().max(200).optional(),
});

/** The question that a plugin wrote; undefined where it is none. */
export function questionOfPlugin(json: string): Question | undefined {
  let given: z.infer<typeof pluginQuestion>;
  try {
    given = pluginQuestion.parse(JSON.parse(json));
  } catch {
    return undefined;
  }
  const { harness, session, projectDir, surface, call, agent = 'main' } = given;
  const of = { agent, call };
  return {
    harness,
    session: session.startsWith(`${harness}:`) ? session : `${harness}:${session}`,
    folder: projectDir,
    shown: given.shown,
    asker: undefined,
    event: '',
    agent,
    call,
    moment: momentOfPlugin(surface),
    ...(surface === 'guard' && {
      guarded: (root) => {
        const tool = given.tool ?? 'unknown';
        const effects = effectsOfOpenCode(tool, (given.input ?? {}) as Record<string, unknown>, {
          root,
          cwd: given.cwd ?? projectDir,
        });
        return { agent, call, tool, input: given.input, effects };
      },
    }),
    asked(root) {
      if (surface === 'guard' || surface === 'after-call') return undefined;
      if (surface === 'prompt') return { ...of, surface, text: given.text ?? '' };
      if (surface === 'after-failure') return { ...of, surface, error: given.text ?? '' };
      if (surface === 'before-command') return { ...of, surface, command: given.command ?? '' };
      const top = root === undefined ? undefined : `${root.replace(/\/+$/, '')}/`;
      const paths = (given.paths ?? []).map((path) =>
        top !== undefined && path.startsWith(top) ? path.slice(top.length) : path,
      );
      return { ...of, surface, paths };
    },
  };
}

function momentOfPlugin(surface: string): Question['moment'] {
  if (surface === 'guard') return undefined;
  return surface === 'prompt' ? { at: 'prompt', surface } : { at: 'call', surface: 'after-call' };
}

/** What an entry of the spool asks, or opens; undefined where its harness is told nothing by hooks. */
export function questionOfEntry(
  entry: SpoolEntry,
  { harnesses, host }: { harnesses: readonly Adapter<unknown>[]; host: string },
): Question | undefined {
  const { harness, event: hooked, projectDir, harnessPid, entrypoint } = entry.facts;
  const adapter = harnesses.find((one) => one.harness === harness);
  const asker = findAsker(harness);
  const { payload } = entry;
  const folder = projectDir ?? (typeof payload.cwd === 'string' ? payload.cwd : undefined);
  if (adapter === undefined || asker === undefined || folder === undefined) return undefined;
  const captured = {
    name: hooked,
    capturedAtMs: entry.capturedAtMs,
    facts: { harnessPid, projectDir, entrypoint },
    payload,
  };
  const session = adapter.sessionOf(captured, { host });
  if (session === undefined) return undefined;
  const event = typeof payload.hook_event_name === 'string' ? payload.hook_event_name : (hooked ?? '');
  const { guard } = asker;
  const about = event === guard?.event ? guard.call(payload, {}) : undefined;
  return {
    harness,
    session,
    folder,
    asker,
    event,
    agent: typeof payload.agent_id === 'string' ? payload.agent_id : 'main',
    call: about?.call ?? (typeof payload.tool_use_id === 'string' ? payload.tool_use_id : undefined),
    moment: momentOfHook(asker, event),
    asked: (root) => asker.asked(payload, { root }),
    ...(guard !== undefined && about !== undefined && { guarded: (root) => guard.call(payload, { root }) }),
  };
}

function momentOfHook({ events }: Asker, event: string): Question['moment'] {
  if (event === events.prompt) return { at: 'prompt', surface: 'prompt' };
  if (event === events.call) return { at: 'call', surface: 'before-call' };
  return event === events.failure ? { at: 'call', surface: 'after-call' } : undefined;
}
