import type { Context } from 'hono';
import { stream } from 'hono/streaming';

/** Answers with one JSON value per line, made while it is read: memory does not grow with the answer. */
export function answerLines(c: Context, values: AsyncIterable<unknown>): Response {
  c.header('content-type', 'application/x-ndjson; charset=utf-8');
  return stream(c, async (out) => {
    let chunk = '';
    for await (const value of values) {
      if (out.aborted) return;
      chunk += `${JSON.stringify(value)}\n`;
      if (chunk.length < 64 * 1024) continue;
      await out.write(chunk);
      chunk = '';
    }
    if (chunk !== '') await out.write(chunk);
  });
}
