import { bareModel, plainModel } from '@hookline/costs';
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openStore } from '../test-store.ts';
import { bareInSql, plainInSql } from './model-names.ts';

const part = fc.constantFrom(
  ...['anthropic', 'us', 'openai', 'openrouter', 'claude', 'gpt', '4', '5', 'latest', '20250929', '2025-08-07', 'v1:0'],
  ...['Sonnet', 'preview', ':free', '[1m]', '@20250929'],
);
const anyModel = fc.array(fc.tuple(part, fc.constantFrom('-', '.', '/')), { minLength: 1, maxLength: 6 }).map((parts) =>
  parts
    .map(([word, sign]) => `${word}${sign}`)
    .join('')
    .slice(0, -1),
);

test('the database calls models what we call them', async () => {
  await using store = await openStore();
  const models = fc.sample(anyModel, 400);

  const { rows } = await sql<{ bare: string; plain: string }>`
    select ${sql.raw(bareInSql('model'))} as bare, ${sql.raw(plainInSql(bareInSql('model')))} as plain
    from unnest(${models}::text[]) with ordinality as given(model, place) order by place`.execute(store.db.kysely);

  expect(rows).toEqual(models.map((model) => ({ bare: bareModel(model), plain: plainModel(model) })));
});
