import { createRequire } from 'node:module';
import { join } from 'node:path';
import { npmPackage } from '../npm-package.ts';

const version = '1.5.6-r.1';

/** What these tests need of `@duckdb/node-api`. */
export interface DuckDb {
  query(sql: string): Promise<Record<string, unknown>[]>;
}

/**
 * A DuckDB in memory. The first time its package is installed from npm into the cache, where it stays; it is no
 * dependency of Hookline. Rejects when it cannot be had, saying why.
 */
export async function openDuckDb(): Promise<DuckDb> {
  const folder = await npmPackage({
    packageName: '@duckdb/node-api',
    version,
    folder: `duckdb-${version}`,
    megabytes: 70,
  });
  const { DuckDBInstance } = createRequire(join(folder, 'package.json'))('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  return { query: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson() };
}
