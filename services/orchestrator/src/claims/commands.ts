import type { Database, Trx } from '@hookline/db';
import { type Cause, eventId } from '@hookline/schemas';
import { sql } from 'kysely';
import { plainText } from '../plain-text.ts';
import { type ClaimRow, heldBy } from './claim.ts';
import { overlaps } from './overlap.ts';
import { normalResource, type ResourceKind } from './resource.ts';
import { end, tellRefusal, tellTaken } from './tell.ts';

/** The database's clock as it is now, however long the transaction waited for its turn. */
const now = sql<string>`clock_timestamp()`;
const after = (ms: number) => sql<string>`clock_timestamp() + make_interval(secs => ${ms / 1000})`;

/** How many holds one project may have at once. */
export const heldMax = 500;

/** A project has as many holds as it may have. */
export class TooManyClaimsError extends Error {
  override name = 'TooManyClaimsError';
  constructor(project: string) {
    super(`${project} has ${heldMax} claims that are held, the most there may be: release some, or let them expire`);
  }
}

/** There is no such claim where the caller may look. */
export class UnknownClaimError extends Error {
  override name = 'UnknownClaimError';
  constructor(claim: string) {
    super(`there is no claim ${claim}`);
  }
}

export interface Take {
  readonly project: string;
  readonly kind: ResourceKind;
  readonly resource: string;
  /** Who it is for, as others are told. */
  readonly holder: string;
  /** Who it is for, to us: what a session takes again is renewed, and its own holds are in nobody's way but others'. */
  readonly session?: string | undefined;
  readonly expiresInMs: number;
  readonly purpose?: string | undefined;
  /** Who asks: a token, a rule. */
  readonly by: string;
  /** Taken once under this id, whatever becomes of it later. */
  readonly id?: string | undefined;
  readonly cause?: Cause | undefined;
}

/** What came of it: `known` is what was taken before under the same id. */
export type Taken =
  | { readonly taken: true; readonly claim: ClaimRow; readonly how: 'taken' | 'renewed' | 'known' }
  | { readonly taken: false; readonly held: ClaimRow; readonly sentence: string };

/**
 * Takes an exclusive hold, or says who has it. Takers of one project are decided one after another. A refusal is an
 * answer, so that what is told of it stays. Throws `ResourceError` and `TooManyClaimsError` before anything is written.
 */
export async function take(trx: Trx, wanted: Take): Promise<Taken> {
  const resource = normalResource(wanted.kind, wanted.resource);
  const { kind, expiresInMs } = wanted;
  const project = plainText(wanted.project, 512);
  const session = wanted.session === undefined ? undefined : oneLine(wanted.session, 512);
  const holder = oneLine(wanted.holder, 200);
  const purpose = wanted.purpose === undefined ? undefined : oneLine(wanted.purpose, 500);
  const fence = 1 + (await lockProject(trx, project));
  const known = wanted.id === undefined ? undefined : await find(trx, wanted.id);
  if (known !== undefined) return { taken: true, claim: known, how: 'known' };

  const held = await trx
    .selectFrom('claims')
    .selectAll()
    .where('project', '=', project)
    .where('state', '=', 'held')
    .orderBy('takenAt')
    .orderBy('claim')
    .execute();
  let mine: ClaimRow | undefined;
  for (const row of held) {
    if (!overlaps(row, { kind, resource })) continue;
    const own = session !== undefined && row.session === session;
    if (own && (row.kind !== kind || row.resource !== resource)) continue;
    if (await endIfExpired(trx, row.claim)) continue;
    if (!own) {
      await tellRefusal(trx, row, {
        report: 'take',
        kind,
        resource,
        by: session ?? holder,
        cause: wanted.cause,
      });
      return { taken: false, held: row, sentence: heldBy(row) };
    }
    mine = row;
  }
  if (mine !== undefined) {
    const set = { expiresAt: after(expiresInMs), ...(purpose !== undefined && { purpose }) };
    return { taken: true, claim: await update(trx, mine.claim, set), how: 'renewed' };
  }
  if (held.length >= heldMax) throw new TooManyClaimsError(project);
  const claim = await trx
    .insertInto('claims')
    .values({
      claim: wanted.id ?? eventId('claim', project, fence),
      project,
      kind,
      resource,
      holder,
      session: session ?? null,
      fence,
      purpose: purpose ?? null,
      takenAt: now,
      expiresAt: after(expiresInMs),
      cause: wanted.cause === undefined ? null : JSON.stringify(wanted.cause),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await trx.updateTable('claimFences').set({ fence }).where('project', '=', project).execute();
  await tellTaken(trx, claim);
  return { taken: true, claim, how: 'taken' };
}

/** A text that stands beside others: what rules fill in may hold anything. */
const oneLine = (text: string, charactersMax: number) => text.replaceAll(/\p{Cc}+/gu, ' ').slice(0, charactersMax);

/** What came of a holder's word: refused where the hold is not, or not any more, what its fence says. */
export type Spoken =
  | { readonly done: true; readonly claim: ClaimRow }
  | { readonly done: false; readonly claim: ClaimRow; readonly sentence: string };

/** Who says something of a hold, and from where: of another project than its own, there is no such claim. */
export interface Speaker {
  readonly fence: number;
  readonly by: string;
  readonly project?: string | undefined;
}

/** Holds on for so long from now. */
export async function renew(db: Database, claim: string, speaker: Speaker, expiresInMs: number): Promise<Spoken> {
  return await speak(db, claim, speaker, 'renew', (trx) => update(trx, claim, { expiresAt: after(expiresInMs) }));
}

/** Lets go. Saying it twice with the same fence is saying it once. */
export async function release(db: Database, claim: string, speaker: Speaker): Promise<Spoken> {
  return await speak(db, claim, speaker, 'release', (trx, row) => end(trx, row, 'released', speaker.by));
}

/** Ends a hold whoever has it, by a person's word. One that ended before stays as it ended. */
export async function revoke(db: Database, claim: string, by: string, project?: string): Promise<ClaimRow> {
  return await db.transaction(async (trx) => {
    const row = await lock(trx, claim, project);
    return row.state === 'held' ? await end(trx, row, 'revoked', by) : row;
  });
}

const sweptMax = 200;
/** How long ended holds are listed: longer than any event that is heard late could ask for them. */
const keptDays = 30;

/** Ends what was held longer than it was taken for, and forgets what ended long ago. Returns how many there were. */
export async function sweep(db: Database): Promise<number> {
  return await db.transaction(async (trx) => {
    const late = await trx
      .selectFrom('claims')
      .selectAll()
      .where('state', '=', 'held')
      .where('expiresAt', '<=', now)
      .orderBy('expiresAt')
      .limit(sweptMax)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const row of late) await end(trx, row, 'expired', clock);
    await sql`
      with gone as (
        delete from claims where claim in (
          select claim from claims
          where state <> 'held' and ended_at < now() - make_interval(days => ${keptDays}) limit ${sweptMax})
        returning claim)
      delete from claim_positions where claim in (select claim from gone)`.execute(trx);
    return late.length;
  });
}

/** Who ends what time ends. */
const clock = 'the clock';

async function speak(
  db: Database,
  claim: string,
  { fence, by, project }: Speaker,
  report: 'renew' | 'release',
  does: (trx: Trx, row: ClaimRow) => Promise<ClaimRow>,
): Promise<Spoken> {
  return await db.transaction(async (trx) => {
    const row = await lock(trx, claim, project);
    if (report === 'release' && row.state === 'released' && row.fence === fence) return { done: true, claim: row };
    const sentence = await whyStale(trx, row, fence);
    if (sentence === undefined) return { done: true, claim: await does(trx, row) };
    await tellRefusal(trx, row, { report, kind: row.kind, resource: row.resource, by, fence });
    return { done: false, claim: row, sentence };
  });
}

/** Why a word of this fence does not count; undefined where it does. */
async function whyStale(trx: Trx, row: ClaimRow, fence: number): Promise<string | undefined> {
  if (row.fence !== fence) return `claim ${row.claim} has fence ${row.fence}, this came with fence ${fence}`;
  const how: Partial<Record<ClaimRow['state'], string>> = { held: 'expired' };
  if (row.state === 'held' && !(await hasExpired(trx, row.claim))) return undefined;
  return `claim ${row.claim} is not held any more: it ${(how[row.state] ?? row.state).replace('revoked', 'was revoked')}`;
}

async function hasExpired(trx: Trx, claim: string): Promise<boolean> {
  const late = trx.selectFrom('claims').select('claim').where('claim', '=', claim).where('expiresAt', '<=', now);
  return (await late.executeTakeFirst()) !== undefined;
}

/** Ends a hold whose time is over, unless its holder renewed it meanwhile. */
async function endIfExpired(trx: Trx, claim: string): Promise<boolean> {
  const late = trx.selectFrom('claims').selectAll().where('claim', '=', claim).where('state', '=', 'held');
  const row = await late.where('expiresAt', '<=', now).forUpdate().executeTakeFirst();
  if (row === undefined) return (await find(trx, claim))?.state !== 'held';
  await end(trx, row, 'expired', clock);
  return true;
}

/** Waits for this project's turn. Answers the last fence that was given out. */
async function lockProject(trx: Trx, project: string): Promise<number> {
  await trx
    .insertInto('claimFences')
    .values({ project })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = trx.selectFrom('claimFences').select('fence').where('project', '=', project).forUpdate();
  return (await row.executeTakeFirstOrThrow()).fence;
}

async function lock(trx: Trx, claim: string, project: string | undefined): Promise<ClaimRow> {
  const row = await trx.selectFrom('claims').selectAll().where('claim', '=', claim).forUpdate().executeTakeFirst();
  if (row === undefined || (project !== undefined && row.project !== project)) throw new UnknownClaimError(claim);
  return row;
}

async function find(trx: Trx, claim: string): Promise<ClaimRow | undefined> {
  return await trx.selectFrom('claims').selectAll().where('claim', '=', claim).executeTakeFirst();
}

async function update(trx: Trx, claim: string, set: object): Promise<ClaimRow> {
  const updated = trx.updateTable('claims').set(set).where('claim', '=', claim);
  return await updated.returningAll().executeTakeFirstOrThrow();
}
