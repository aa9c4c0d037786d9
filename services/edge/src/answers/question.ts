import { type Adapter, type Asked, type Asker, findAsker } from '@hookline/harnesses';
import type { SpoolEntry } from '@hookline/spool';
import { z } from 'zod';

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
  asked(root: string | undefined): Asked | undefined;
}

const text = z.string().max(200_000);

/** A plugin's question. `session` is the harness's own id, or ours. */
const pluginQuestion = z.object({
  harness: z.string().regex(/^[a-z0-9-]{1,40}$/),
  session: z.string().min(1).max(200),
  projectDir: z.string().startsWith('/').max(4_096),
  surface: z.enum(['prompt', 'before-edit', 'before-command', 'after-failure']),
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
    asked(root) {
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
  return { harness, session, folder, asker, event, asked: (root) => asker.asked(payload, { root }) };
}
