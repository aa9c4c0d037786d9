import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '@hookline/db';
import { tempDir, testDatabase } from '@hookline/testing';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { ensureInstallToken, ensureRedactionKey } from './install-secrets.ts';
import { type AccessEnv, requireScope } from './require-scope.ts';
import { allows } from './scope.ts';
import { ensureAccessTables } from './table.ts';
import { TokenCheck } from './token-check.ts';
import { createToken, listTokens, revokeToken } from './tokens.ts';

async function freshDatabase() {
  const stack = new AsyncDisposableStack();
  const { url } = stack.use(await testDatabase());
  const db = stack.use(await openDatabase(url));
  await ensureAccessTables(db);
  return { db, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe('a token', () => {
  test('is known by its hash only, and says what its holder may do', async () => {
    await using base = await freshDatabase();

    const { token, record } = await createToken(base.db, {
      name: 'laptop',
      scopes: ['ingest'],
      kind: 'edge',
      project: 'github.com/acme/shop',
    });

    expect(token).toMatch(/^hkl_[a-z2-7]{12}_[A-Za-z0-9_-]{43}$/);
    expect(await new TokenCheck(base).verify(token)).toEqual({
      tokenId: record.id,
      name: 'laptop',
      kind: 'edge',
      tenant: 'default',
      project: 'github.com/acme/shop',
      scopes: ['ingest'],
    });
    const listed = await listTokens(base.db);
    expect(listed).toMatchObject([{ id: record.id, name: 'laptop' }]);
    expect(listed[0]!.lastUsedAt).toBeDefined();
    expect(JSON.stringify(listed)).not.toContain(token.slice(17));
  });

  test('is refused when its secret is another, or it is no token at all', async () => {
    await using base = await freshDatabase();
    const { token } = await createToken(base.db, { name: 'a', scopes: ['read'] });
    const check = new TokenCheck(base);
    expect(await check.verify(token)).toBeDefined();

    const forged = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');

    expect(await check.verify(forged)).toBeUndefined();
    expect(await check.verify('hkl_')).toBeUndefined();
    expect(await check.verify("hkl_aaaaaaaaaaaa_' or 1=1")).toBeUndefined();
  });

  test('of one project may do what concerns the whole installation with no scope', () => {
    const grant = { tokenId: 'a', name: 'shop', kind: 'person', tenant: 'default', scopes: ['admin'] } as const;

    expect(allows(grant, 'admin')).toBe(true);
    expect(allows({ ...grant, project: 'shop' }, 'admin')).toBe(false);
    expect(allows({ ...grant, project: 'shop' }, 'read')).toBe(true);
  });

  test('that was revoked ends also when the clock goes back', async () => {
    await using base = await freshDatabase();
    let nowMs = Date.now();
    const { token, record } = await createToken(base.db, { name: 'a', scopes: ['read'] });
    const check = new TokenCheck({ ...base, nowMs: () => nowMs });
    expect(await check.verify(token)).toBeDefined();

    nowMs -= 3_600_000;
    await revokeToken(base.db, record.id);

    expect(await check.verify(token)).toBeUndefined();
  });

  test('ends when it expires', async () => {
    await using base = await freshDatabase();
    let nowMs = Date.now();
    const expiresAt = new Date(nowMs + 1_000);
    const { token } = await createToken(base.db, { name: 'a', scopes: ['read'], expiresAt });
    const check = new TokenCheck({ ...base, nowMs: () => nowMs });
    expect(await check.verify(token)).toBeDefined();

    nowMs += 1_001;

    expect(await check.verify(token)).toBeUndefined();
  });

  test('ends within seconds of being revoked, and can be revoked once', async () => {
    await using base = await freshDatabase();
    let nowMs = Date.now();
    const { token, record } = await createToken(base.db, { name: 'a', scopes: ['read'] });
    const check = new TokenCheck({ ...base, nowMs: () => nowMs });
    expect(await check.verify(token)).toBeDefined();

    expect(await revokeToken(base.db, record.id)).toBe(true);
    nowMs += 3_001;

    expect(await check.verify(token)).toBeUndefined();
    expect(await revokeToken(base.db, record.id)).toBe(false);
    expect((await listTokens(base.db))[0]!.revokedAt).toBeDefined();
  });

  test('that was good stays good while the database is away; others cannot be told', async () => {
    await using base = await testDatabase();
    const db = await openDatabase(base.url);
    await ensureAccessTables(db);
    await using dir = await tempDir();
    const own = await ensureInstallToken(db, dir.path);
    const { token } = await createToken(db, { name: 'a', scopes: ['ingest'] });
    const { token: never } = await createToken(db, { name: 'b', scopes: ['ingest'] });
    let nowMs = Date.now();
    const check = new TokenCheck({ db, home: dir.path, nowMs: () => nowMs });
    expect(await check.verify(token)).toBeDefined();

    await db[Symbol.asyncDispose]();
    nowMs += 60_000;

    expect(await check.verify(token)).toMatchObject({ name: 'a' });
    expect(await check.verify(own)).toMatchObject({ scopes: ['admin'], kind: 'edge' });
    await expect(check.verify(never)).rejects.toThrow();
  });
});

test('the token and the key of an install are made once, for their owner only', async () => {
  await using base = await freshDatabase();
  await using dir = await tempDir();
  const home = join(dir.path, 'home');

  const [first, second] = await Promise.all([ensureInstallToken(base.db, home), ensureInstallToken(base.db, home)]);
  const key = await ensureRedactionKey(home);

  expect(first).toBe(second);
  expect(await readFile(join(home, 'token'), 'utf8')).toBe(`${first}\n`);
  expect((await stat(join(home, 'token'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(home, 'key'))).mode & 0o777).toBe(0o600);
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(await ensureRedactionKey(home)).toBe(key);
  expect(await new TokenCheck(base).verify(first)).toMatchObject({ scopes: ['admin'] });
});

test('a route lets in who has its scope, and says what is missing', async () => {
  await using base = await freshDatabase();
  const reader = await createToken(base.db, { name: 'reader', scopes: ['read'] });
  const writer = await createToken(base.db, { name: 'writer', scopes: ['ingest'] });
  const admin = await createToken(base.db, { name: 'boss', scopes: ['admin'] });
  const app = new Hono<AccessEnv>();
  app.get('/', requireScope(new TokenCheck(base), 'read'), (context) => context.text(context.get('grant').name));
  const ask = (authorization?: string) => app.request('/', authorization ? { headers: { authorization } } : {});

  expect(await (await ask(`Bearer ${reader.token}`)).text()).toBe('reader');
  expect(await (await ask(`bearer ${admin.token}`)).text()).toBe('boss');
  const none = await ask();
  const wrong = await ask(`Bearer ${reader.token}x`);
  const other = await ask(`Bearer ${writer.token}`);

  expect([none.status, wrong.status, other.status]).toEqual([401, 401, 403]);
  expect(await none.json()).toMatchObject({
    error: { code: 'unauthenticated', hint: expect.stringContaining('Bearer') },
  });
  expect(await other.json()).toMatchObject({
    error: { code: 'forbidden', message: 'the token "writer" may ingest; this needs read' },
  });
});
