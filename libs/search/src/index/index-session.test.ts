import type { Database } from '@hookline/db';
import type { CloudEvent } from '@hookline/schemas';
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { find, index, maker, open, project } from '../test-bed.ts';
import { forgetSession } from './forget.ts';
import { indexAnew, indexNext } from './index-step.ts';

/** All of the index, without numbers that are given as sessions come. */
async function contentOf(db: Database) {
  const { rows } = await sql`
    select s.session, s.owner, s.units, round(s.length::numeric, 3) as length, u.unit, u.turn, u.digest, u.pieces::text,
      (select json_agg(json_build_array(p.lexeme, p.weight, p.length) order by p.lexeme)
        from search_postings p where p.number = u.number and p.unit = u.unit) as postings,
      (select json_agg(json_build_array(c.call, c.command, c.outcome, c.signature, c.error, c.passed, c.failed) order by c.call)
        from search_calls c where c.number = s.number) as calls
    from search_sessions s left join search_units u using (number) order by s.session, u.unit`.execute(db.kysely);
  return rows;
}

/** Two sessions with turns, calls that end well and badly, files, and a title that comes late. */
function story(): CloudEvent[] {
  const event = maker();
  const events: CloudEvent[] = [];
  for (const session of ['claude-code:one', 'claude-code:two']) {
    events.push(event('session.started', { nativeSession: session.slice(-3), model: 'claude-opus-4-5' }, { session }));
    for (let number = 0; number < 3; number += 1) {
      const prompt = event('prompt.submitted', { text: `make the cart ${number} right`, by: 'person' }, { session });
      const of = { session, turn: prompt.id };
      const about = {
        call: `call-${session}-${number}`,
        tool: 'Bash',
        effects: [{ type: 'process.exec' as const, object: 'npm test', program: 'npm' }],
      };
      events.push(
        prompt,
        event('tool.started', { ...about, input: { command: 'npm test' } }, of),
        number === 1
          ? event('tool.finished', { ...about, outcome: 'ok', output: 'all \0 fine' }, of)
          : event(
              'tool.failed',
              {
                ...about,
                outcome: 'failed',
                stage: 'ran',
                error: 'Error: total is wrong',
                errorSignature: 'Error: total is wrong',
              },
              of,
            ),
        event('file.written', { path: `src/cart${number}.ts`, how: 'edit' }, of),
        event('message.sent', { role: 'assistant', text: 'The total is summed now \ud800.' }, of),
        event('turn.ended', { text: 'Done.' }, of),
      );
    }
    events.push(event('session.titled', { title: 'Cart totals' }, { session }));
  }
  return events;
}

async function indexedIn(batches: readonly (readonly CloudEvent[])[], indexAfter: (batch: number) => boolean) {
  await using db = await open();
  for (const [number, batch] of batches.entries()) {
    await project(db, batch);
    if (indexAfter(number)) await index(db);
  }
  await index(db);
  return await contentOf(db);
}

test('the index follows from the rows: in whatever batches and order facts come, however often it is made, it ends the same', async () => {
  const events = story();
  const expected = await indexedIn([events], () => false);
  expect(expected.length).toBeGreaterThan(6);

  const order = fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length });
  const sizes = fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      order,
      sizes,
      fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
      async (shuffled, cuts, indexed) => {
        const rest = [...shuffled];
        const batches: CloudEvent[][] = [];
        for (let at = 0; rest.length > 0; at += 1) batches.push(rest.splice(0, cuts[at % cuts.length]));
        const found = await indexedIn(batches, (number) => indexed[number % indexed.length]!);
        expect(withoutPositions(found)).toEqual(withoutPositions(expected));
      },
    ),
    { numRuns: 5 },
  );
});

/** Another order of arrival has other positions: they are in the pieces, and so in the digests. */
function withoutPositions(rows: readonly unknown[]): unknown[] {
  return (rows as { pieces: string | null; digest: string }[]).map(({ digest: _, pieces, ...row }) => ({
    ...row,
    pieces: pieces?.replaceAll(/"position":\d+,/g, ''),
  }));
}

test('made anew it is the same, and nothing is written for it', async () => {
  await using db = await open();
  await project(db, story());
  await index(db);
  const before = await contentOf(db);
  const written = () =>
    sql<{
      count: number;
    }>`select count(distinct (xmin::text)) as count, max(xmin::text::bigint) as last from search_postings`.execute(
      db.kysely,
    );
  const writtenBefore = (await written()).rows;

  await indexAnew(db);
  let made = 0;
  while ((await indexNext(db)) !== undefined) made += 1;

  expect(made).toBe(2);
  expect(await contentOf(db)).toEqual(before);
  expect((await written()).rows).toEqual(writtenBefore);
});

test('a session that is taken away leaves the index with the transaction that takes it; what rows it has come back', async () => {
  await using db = await open();
  await project(db, story());
  await index(db);

  await db.transaction((trx) => forgetSession(trx, 'claude-code:one'));

  expect(Object.keys(await find(db, 'cart'))).toEqual(['claude-code:two']);
  const { rows } =
    await sql`select from search_postings p where not exists (select from search_sessions s where s.number = p.number)`.execute(
      db.kysely,
    );
  expect(rows).toEqual([]);
  await index(db);
  expect(Object.keys(await find(db, 'cart'))).toEqual(['claude-code:one', 'claude-code:two']);
});

test('a session that read models do not know any more leaves the index when its turn comes', async () => {
  await using db = await open();
  await project(db, story());
  await index(db);
  const { rows } = await sql<{
    relation: string;
  }>`select relation from projections where name = 'sessions' and state = 'live'`.execute(db.kysely);
  await sql`delete from ${sql.table(`models.${rows[0]!.relation}`)} where session = 'claude-code:two'`.execute(
    db.kysely,
  );

  await indexAnew(db);
  await index(db);

  expect((await contentOf(db)).some((row) => (row as { session: string }).session === 'claude-code:two')).toBe(false);
});
