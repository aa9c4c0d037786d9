import type { Context } from 'hono';

const chunkCharactersMin = 64 * 1024;

/**
 * Answers with one JSON value per line, made as fast as it is read: memory does not grow with the answer. When a value
 * cannot be had the connection breaks off, so that nobody takes a part for the whole.
 */
export function answerLines(
  c: Context,
  values: AsyncIterable<unknown>,
  logger: { error(fields: object, message: string): void },
): Response {
  const iterator = values[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const lines = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        let chunk = '';
        while (chunk.length < chunkCharactersMin) {
          const next = await iterator.next().catch((cause: unknown) => {
            logger.error({ err: cause, path: c.req.path }, 'an answer broke off');
            throw new BrokenOff('the answer breaks off', { cause });
          });
          if (next.done) {
            if (chunk !== '') controller.enqueue(encoder.encode(chunk));
            return controller.close();
          }
          chunk += `${JSON.stringify(next.value)}\n`;
        }
        controller.enqueue(encoder.encode(chunk));
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 1 },
  );
  return c.body(lines, 200, { 'content-type': 'application/x-ndjson; charset=utf-8' });
}

/** Any other error of a body makes the server write its message behind the lines and end the answer as if it were whole. */
class BrokenOff extends Error {
  override name = 'BrokenOff';
  readonly code = 'ERR_STREAM_PREMATURE_CLOSE';
}
