import { z } from 'zod';

/** Gives texts their meaning as vectors. */
export interface Meaning {
  /** Vectors of different models are never compared. */
  readonly model: string;
  /** One vector for each text, all of one length; undefined where they cannot be had now. Never rejects. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly (readonly number[])[] | undefined>;
}

/** Where vectors come from: anything that answers `POST /v1/embeddings` as OpenAI does. */
export interface EmbeddingsEndpoint {
  /** For example `http://localhost:11434/v1`, with or without `/embeddings`. */
  readonly url: string;
  readonly model: string;
  readonly key?: string | undefined;
}

const answerShape = z.looseObject({
  data: z.array(z.looseObject({ index: z.int().optional(), embedding: z.array(z.number()).min(1).max(16_000) })),
});
const answerBytesMax = 64 * 1024 * 1024;
const textLengthMax = 4_000;

/** The endpoint as a meaning. `onFailure` is told in one sentence why there are no vectors. */
export function meaningFrom({ url, model, key }: EmbeddingsEndpoint, onFailure: (why: string) => void): Meaning {
  const address = embeddingsAddress(url);
  const ask = async (texts: readonly string[], signal: AbortSignal) => {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({
        model,
        input: texts.map((text) => text.slice(0, textLengthMax)),
        encoding_format: 'float',
      }),
      redirect: 'error',
      signal,
    });
    if (!answer.ok) {
      await answer.body?.cancel();
      throw new Error(`it answered ${answer.status}`);
    }
    if (Number(answer.headers.get('content-length') ?? 0) > answerBytesMax) {
      await answer.body?.cancel();
      throw new Error(`its answer is longer than ${answerBytesMax} bytes`);
    }
    return vectorsOf(await answer.json(), texts.length);
  };
  return {
    model,
    async embed(texts, signal) {
      try {
        return await ask(texts, signal);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        onFailure(`no vectors from ${address.host} with the model ${model}: ${why}`);
        return undefined;
      }
    },
  };
}

function embeddingsAddress(url: string): URL {
  const address = new URL(url);
  const path = address.pathname.replace(/\/+$/, '');
  if (!path.endsWith('/embeddings')) address.pathname = `${path === '' ? '/v1' : path}/embeddings`;
  return address;
}

function vectorsOf(answer: unknown, count: number): number[][] {
  const parsed = answerShape.safeParse(answer);
  if (!parsed.success) throw new Error('its answer is no list of embeddings');
  const { data } = parsed.data;
  const vectors = [...data]
    .map((one, at) => ({ at: one.index ?? at, vector: one.embedding }))
    .sort((a, b) => a.at - b.at)
    .map(({ vector }) => vector);
  const lengths = new Set(vectors.map(({ length }) => length));
  if (vectors.length !== count || lengths.size !== 1) {
    throw new Error(`expected ${count} vectors of one length, found ${vectors.length} of ${lengths.size} lengths`);
  }
  return vectors;
}
