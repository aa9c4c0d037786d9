import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Database } from '@hookline/db';

/** Which claim a lease token speaks for. */
export interface Lease {
  readonly item: string;
  readonly fence: number;
}

const prefix = 'hkl_lease_';
/** After the end of the claim it was made for: time for a last report to be refused in words. */
const graceMs = 3_600_000;

/** Whether a bearer token says of itself that it is a lease. */
export function looksLikeLease(token: string): boolean {
  return token.startsWith(prefix);
}

/** The token of a claim: `hkl_lease_<item, fence, end>_<hmac>`. It proves the claim and allows nothing else. */
export function formatLease(key: string, { item, fence }: Lease, leaseUntilMs: number): string {
  const said = Buffer.from(JSON.stringify([item, fence, leaseUntilMs + graceMs])).toString('base64url');
  return `${prefix}${said}.${macOf(key, said)}`;
}

/** What a token speaks for; undefined when nobody signed it with this key, or it is too old. */
export function readLease(key: string, token: string, nowMs: number): Lease | undefined {
  if (!looksLikeLease(token) || token.length > 1_000) return undefined;
  const [said = '', mac = ''] = token.slice(prefix.length).split('.');
  const [given, right] = [Buffer.from(mac), Buffer.from(macOf(key, said))];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  const [item, fence, endsMs] = JSON.parse(Buffer.from(said, 'base64url').toString()) as [string, number, number];
  return nowMs < endsMs ? { item, fence } : undefined;
}

function macOf(key: string, said: string): string {
  return createHmac('sha256', key).update(`work lease\n${said}`).digest('base64url');
}

/** The key of this database's lease tokens; made by whoever asks first. */
export async function leaseKey(db: Database): Promise<string> {
  const name = 'lease';
  await db.kysely
    .insertInto('workSecrets')
    .values({ name, secret: randomBytes(32).toString('base64url') })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db.kysely.selectFrom('workSecrets').select('secret').where('name', '=', name).executeTakeFirst();
  return row!.secret;
}
