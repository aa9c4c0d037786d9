import { HttpHost } from '@hookline/service';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { answerLines } from './ndjson.ts';

async function serve(values: () => AsyncIterable<unknown>) {
  const host = await HttpHost.listen('127.0.0.1', 0);
  const app = new Hono().get('/', (c) => answerLines(c, values(), { error: () => {} }));
  host.mount('', app.fetch);
  return { url: host.url, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]() };
}

test('values are answered one per line', async () => {
  await using server = await serve(async function* () {
    yield { a: 1 };
    yield { a: 'x'.repeat(200_000) };
    yield null;
  });

  const lines = (await (await fetch(server.url)).text()).split('\n');

  expect(lines.map((line) => line.length)).toEqual([7, 200_008, 4, 0]);
});

test('an answer that cannot be finished breaks off: nobody takes a part for the whole', async () => {
  await using server = await serve(async function* () {
    yield 'x'.repeat(100_000);
    throw new Error('the rest cannot be read');
  });

  await expect(fetch(server.url).then((answer) => answer.text())).rejects.toThrow();
});

test('the values are left when the reader leaves', async () => {
  const left = Promise.withResolvers<void>();
  await using server = await serve(async function* () {
    try {
      for (;;) yield 'x'.repeat(100_000);
    } finally {
      left.resolve();
    }
  });

  await (await fetch(server.url)).body!.cancel();

  await left.promise;
});
