import type { Database } from '@hookline/db';
import { sql } from 'kysely';

/** Which arms this database can have beyond words and names that are exact. */
export interface Extensions {
  /** pg_trgm and its index are there. */
  readonly trigrams: boolean;
  /** pgvector and the table of vectors are there. */
  readonly vectors: boolean;
}

const known = new WeakMap<Database, Promise<Extensions>>();

/** Read once for each open database, and again after `prepareRecall`. */
export function extensionsOf(db: Database): Promise<Extensions> {
  const read = known.get(db) ?? readExtensions(db);
  known.set(db, read);
  read.catch(() => known.delete(db));
  return read;
}

async function readExtensions(db: Database): Promise<Extensions> {
  const { rows } = await sql<Extensions>`
    select to_regclass('recall_documents_names') is not null as trigrams,
      to_regclass('recall_vectors') is not null as vectors`.execute(db.kysely);
  return rows[0]!;
}

/** What is missing of the extensions, in sentences that say what to do; empty where nothing is. */
export type Missing = readonly string[];

/**
 * Makes what the arms stand on where the extensions can be had: the index of names, and with `vectors` the table of
 * vectors. What cannot be had is no error: recall works without it.
 */
export async function prepareRecall(db: Database, { vectors }: { readonly vectors: boolean }): Promise<Missing> {
  const missing: string[] = [];
  if (!(await canMake(db, trigramStatements))) {
    missing.push(
      'misspelt names are not found: pg_trgm is missing; let a superuser run "create extension pg_trgm" in this database',
    );
  }
  if (vectors && !(await canMake(db, vectorStatements))) {
    missing.push(
      'nothing is found by meaning: pgvector is missing; install it, and let a superuser run "create extension vector" in this database',
    );
  }
  known.delete(db);
  return missing;
}

const trigramStatements = [
  'create extension if not exists pg_trgm',
  'create index if not exists recall_documents_names on recall_documents using gin (names gin_trgm_ops) where names is not null',
];
const vectorStatements = [
  'create extension if not exists vector',
  `create table if not exists recall_vectors (body text collate "C" not null, model text collate "C" not null,
    vector vector not null, primary key (body, model))`,
];

/** SQLSTATEs of what an administrator has to change: no right, no such file, not supported, no such object. */
const notToBeHad = new Set(['42501', '58P01', '0A000', '42704', '42883']);

async function canMake(db: Database, statements: readonly string[]): Promise<boolean> {
  try {
    await db.transaction(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtext('hookline recall extensions'))`.execute(trx);
      for (const statement of statements) await sql.raw(statement).execute(trx);
    });
    return true;
  } catch (error) {
    if (notToBeHad.has((error as { code?: string }).code ?? '')) return false;
    throw error;
  }
}
