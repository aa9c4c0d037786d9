import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';

/** One utterance of a conversation. */
interface Turn {
  /** `D3:11`: session and place, without leading zeros. */
  readonly id: string;
  readonly session: number;
  readonly speaker: string;
  readonly time: string;
  /** With what is seen on a picture that was sent along. */
  readonly text: string;
}

export interface Question {
  readonly question: string;
  /** 1 multi-hop, 2 temporal, 3 open-domain, 4 single-hop, 5 adversarial. */
  readonly category: number;
  /** Turns that answer it; at least one. */
  readonly evidence: readonly string[];
}

export interface Conversation {
  readonly name: string;
  readonly turns: readonly Turn[];
  readonly questions: readonly Question[];
}

const turnShape = z.looseObject({
  speaker: z.string(),
  dia_id: z.string(),
  text: z.string().nullish(),
  blip_caption: z.string().nullish(),
});
const fileShape = z.array(
  z.looseObject({
    sample_id: z.union([z.string(), z.number()]).optional(),
    conversation: z.record(z.string(), z.unknown()),
    qa: z.array(
      z.looseObject({
        question: z.union([z.string(), z.number()]),
        category: z.coerce.number(),
        evidence: z.union([z.array(z.unknown()), z.string()]).optional(),
      }),
    ),
  }),
);

/** The conversations of one file of LoCoMo, with every question whose evidence can be found in them. */
export function readConversations(file: string): Conversation[] {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const parsed = fileShape.safeParse(Array.isArray(content) ? content : [content]);
  if (!parsed.success) {
    throw new Error(`${file} is no file of LoCoMo, expected a list of conversations with qa: ${parsed.error.message}`);
  }
  return parsed.data.map(({ sample_id: name, conversation, qa }, index) => {
    const turns = turnsOf(conversation);
    const known = new Set(turns.map(({ id }) => id));
    return {
      name: String(name ?? `${basename(file)} ${index + 1}`),
      turns,
      questions: qa.flatMap(({ question, category, evidence }) => {
        const ids = evidenceIds(evidence).filter((id) => known.has(id));
        return ids.length === 0 ? [] : [{ question: String(question), category, evidence: ids }];
      }),
    };
  });
}

/** Some ids are malformed (`D:11:26`, `D30:05`), and some name several turns (`D8:6; D9:17`). */
function evidenceIds(evidence: unknown): string[] {
  const texts = Array.isArray(evidence) ? evidence.map(String) : [String(evidence ?? '')];
  const ids = texts.flatMap((text) =>
    [...text.matchAll(/D:?(\d+):(\d+)/g)].map(([, session, place]) => `D${Number(session)}:${Number(place)}`),
  );
  return [...new Set(ids)];
}

function turnsOf(conversation: Readonly<Record<string, unknown>>): Turn[] {
  return Object.keys(conversation)
    .flatMap((key) => /^session_(\d+)$/.exec(key)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
    .flatMap((session) => {
      const time = timeOf(String(conversation[`session_${session}_date_time`] ?? ''));
      const turns = z.array(turnShape).safeParse(conversation[`session_${session}`]);
      return (turns.data ?? []).map((turn) => ({
        id: evidenceIds(turn.dia_id)[0] ?? turn.dia_id,
        session,
        speaker: turn.speaker,
        time,
        text: [turn.blip_caption, turn.text].filter(Boolean).join('\n'),
      }));
    });
}

/** `1:56 pm on 8 May, 2023` as RFC 3339. */
function timeOf(text: string): string {
  const match = /(\d+):(\d+)\s*([ap]m)\s+on\s+(\d+\s+\w+),?\s+(\d{4})/i.exec(text);
  if (match === null) return '1970-01-01T00:00:00.000Z';
  const [, hour, minute, half, day, year] = match;
  const at = new Date(`${day} ${year} UTC`);
  at.setUTCHours((Number(hour) % 12) + (half!.toLowerCase() === 'pm' ? 12 : 0), Number(minute));
  return at.toISOString();
}
