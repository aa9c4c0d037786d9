import { findAsker } from '@hookline/harnesses';
import { quotable } from '@hookline/memory';
import { cause } from '@hookline/schemas';
import { z } from 'zod';

/** A message that waits for a session, as the bus sends it to edges. */
export const message = z.looseObject({
  message: z.string().regex(/^[A-Za-z0-9_.:-]{1,200}$/),
  session: z.string().min(1).max(300),
  text: z.string().max(4_000),
  at: z.enum(['prompt', 'call']).nullish(),
  by: z.string().max(300).optional(),
  expiresAt: z.string(),
  /** The firing that sent it. */
  cause: cause.nullish().catch(undefined),
});

export type Message = z.infer<typeof message>;

/** Where a session can be told something: at a prompt, or at a call. */
export type MessageMoment = 'prompt' | 'call';

const moments: readonly MessageMoment[] = ['prompt', 'call'];

/** The moments at which sessions of a harness can be given a message; none where it has no way. */
export function momentsOf(harness: string): readonly MessageMoment[] {
  if (harness === 'opencode') return moments;
  const { events } = findAsker(harness) ?? {};
  return moments.filter((moment) => (moment === 'prompt' ? events?.prompt : (events?.call ?? events?.failure)));
}

/**
 * The block that is put before an agent. The text keeps its lines, and nothing in it can end the block or be read as
 * markup by the harness around it.
 */
export function blockOf({ message: id, by, text }: Message): string {
  const from = quotable(by ?? 'Hookline')
    .replaceAll('"', '”')
    .slice(0, 100);
  const lines = text.split(/\r\n|\r|\n/).map((line) => (/^[ \t]*/.exec(line)?.[0] ?? '').slice(0, 80) + quotable(line));
  return `<hookline message from="${from}" id="${id}">\n${lines.join('\n').trim()}\n</hookline>`;
}
