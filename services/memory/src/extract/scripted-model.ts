import { HttpHost } from '@hookline/service';

/** A request as the endpoint got it. */
interface Asked {
  readonly authorization: string | null;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly temperature: number;
    readonly seed: number;
    readonly response_format: { readonly type: string };
  };
}

type Answer = (asked: Asked) => Response | Promise<Response>;

/** An OpenAI-compatible endpoint that answers as it is told to; once nothing more is told, with no items. */
export async function scriptedModel() {
  const host = await HttpHost.listen('127.0.0.1', 0);
  const asked: Asked[] = [];
  const script: Answer[] = [];
  host.mount('/v1', async (request) => {
    const one = {
      authorization: request.headers.get('authorization'),
      body: (await request.json()) as Asked['body'],
    };
    asked.push(one);
    return await (script.shift() ?? (() => said({ items: [] })))(one);
  });
  return {
    url: `${host.url}/v1`,
    asked,
    /** What it answers to the next requests, one each. */
    tell: (...answers: Answer[]) => script.push(...answers),
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

/** A whole answer that says this. */
export function said(what: unknown, more: { finish?: string; tokens?: [number, number] | null } = {}): Response {
  const { finish = 'stop', tokens = [1_000, 100] } = more;
  return Response.json({
    choices: [
      {
        message: { role: 'assistant', content: typeof what === 'string' ? what : JSON.stringify(what) },
        finish_reason: finish,
      },
    ],
    ...(tokens !== null && { usage: { prompt_tokens: tokens[0], completion_tokens: tokens[1] } }),
  });
}
