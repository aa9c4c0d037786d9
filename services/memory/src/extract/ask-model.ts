import { tokenEstimate } from '@hookline/memory';
import { answerJsonSchema, type extractionMessages } from '@hookline/memory/extract';
import { z } from 'zod';
import type { ExtractionPlan } from './settings.ts';

/** Everything besides the words that an answer depends on. */
export const askingParams = { temperature: 0, seed: 7, max_tokens: 2_000 } as const;

const answerBytesMax = 1024 * 1024;

const completion = z.looseObject({
  choices: z
    .array(
      z.looseObject({ message: z.looseObject({ content: z.string().nullish() }), finish_reason: z.string().nullish() }),
    )
    .min(1),
  usage: z.looseObject({ prompt_tokens: z.int().nonnegative(), completion_tokens: z.int().nonnegative() }).nullish(),
});

/** The endpoint gave no answer: nothing is known of the window, and it may be asked about again later. */
export class ModelAwayError extends Error {
  override name = 'ModelAwayError';
  /** False where asking again would end the same way: the address, the key or the model is wrong. */
  readonly passing: boolean;

  constructor(message: string, passing: boolean, cause?: unknown) {
    super(message, { cause });
    this.passing = passing;
  }
}

/** What a model said, unread, and what that took; where the endpoint counts nothing, as estimated from the letters. */
export interface ModelAnswer {
  readonly content: string;
  /** False where it was cut off, or refused to. */
  readonly finished: boolean;
  readonly tokens: { readonly input: number; readonly output: number };
}

/** Asks once. Rejects with `ModelAwayError`, or with the reason of `signal` when that aborts. */
export async function askModel(
  { url, model, key, timeoutMs }: Pick<ExtractionPlan, 'url' | 'model' | 'key' | 'timeoutMs'>,
  messages: ReturnType<typeof extractionMessages>,
  signal: AbortSignal,
): Promise<ModelAnswer> {
  const late = AbortSignal.timeout(timeoutMs);
  const body = JSON.stringify({
    model,
    messages,
    ...askingParams,
    response_format: { type: 'json_schema', json_schema: { name: 'memories', strict: true, schema: answerJsonSchema } },
  });
  let status: number;
  let text: string | undefined;
  try {
    const response = await fetch(`${url}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
      body,
      redirect: 'error',
      signal: AbortSignal.any([signal, late]),
    });
    status = response.status;
    text = await textOf(response);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const why = late.aborted ? `no answer within ${timeoutMs} ms` : 'no answer';
    throw new ModelAwayError(`the model endpoint gave ${why}`, true, error);
  }
  if (status !== 200) {
    const passing = status >= 500 || status === 408 || status === 429;
    throw new ModelAwayError(`the model endpoint answered with status ${status}, expected 200`, passing);
  }
  const estimated = { input: tokenEstimate(body), output: tokenEstimate(text ?? '') };
  if (text === undefined)
    return { content: '', finished: false, tokens: { ...estimated, output: askingParams.max_tokens } };
  const parsed = completion.safeParse(jsonOf(text));
  if (!parsed.success) return { content: '', finished: false, tokens: estimated };
  const { choices, usage } = parsed.data;
  const { message, finish_reason: finish } = choices[0]!;
  return {
    content: message.content ?? '',
    finished: finish === undefined || finish === null || finish === 'stop',
    tokens: usage ? { input: usage.prompt_tokens, output: usage.completion_tokens } : estimated,
  };
}

/** Undefined for a body larger than any answer can be; the rest of it is not read. */
async function textOf(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > answerBytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
