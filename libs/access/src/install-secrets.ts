import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { AccessDatabase } from './table.ts';
import { installGrant } from './token-check.ts';
import { formatToken, newTokenText, parseToken } from './token-text.ts';
import { storeToken } from './tokens.ts';

/**
 * The token of this install, kept in `<home>/token` for its own edge, command line and console. Made at the first
 * start; a database that does not know it (a new one) learns it.
 */
export async function ensureInstallToken(db: AccessDatabase, home: string): Promise<string> {
  const token = await ensureSecretFile(join(home, 'token'), () => formatToken(newTokenText()));
  const text = parseToken(token);
  if (text === undefined) {
    throw new Error(`${join(home, 'token')} does not hold a hookline token: remove the file and start again`);
  }
  const { name, kind, tenant, scopes } = installGrant(text.id);
  await storeToken(db, text, { name, kind, tenant, scopes: [...scopes] });
  return token;
}

/** The key of the hash in redaction marks, kept in `<home>/key`: the same secret gets the same mark for its lifetime. */
export async function ensureRedactionKey(home: string): Promise<string> {
  const key = await ensureSecretFile(join(home, 'key'), () => randomBytes(32).toString('hex'));
  if (key.length < 32) throw new Error(`${join(home, 'key')} is too short for a key: remove the file and start again`);
  return key;
}

/** Reads a file of ours, or writes it, whole or not at all, readable by its owner only. The first of two writers wins. */
async function ensureSecretFile(file: string, make: () => string): Promise<string> {
  const before = await readIfThere(file);
  if (before !== undefined) return before;
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${make()}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  return (await readFile(file, 'utf8')).trim();
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
