import { WrongVersionError } from '../errors.ts';

export const oldestPostgresMajor = 14;

/** 18 out of `postgres (PostgreSQL) 18.4`, `18.4 (Debian …)`, or 180004 (`server_version_num`). */
export function postgresMajor(text: string | number): number | undefined {
  const found = /(?:^|PostgreSQL\)? |\s)(\d+)(?:\.\d+|beta\d+|rc\d+|devel)?/.exec(String(text))?.[1];
  const number = Number(found);
  if (!found || !Number.isInteger(number)) return undefined;
  return number >= 10_000 ? Math.floor(number / 10_000) : number;
}

/** Throws `WrongVersionError` for a PostgreSQL below 14. `version`: what the server or program says of itself. */
export function checkPostgresVersion(version: string | number, where = 'HOOKLINE_DATABASE_URL'): void {
  const major = postgresMajor(version);
  if (major !== undefined && major >= oldestPostgresMajor) return;
  throw new WrongVersionError(
    { program: `PostgreSQL (${where})`, found: String(version), needed: `${oldestPostgresMajor} or newer` },
    `Upgrade it, or unset ${where} so that Hookline starts its own.`,
  );
}

/** Throws `WrongVersionError` when a data folder was made by another major version than the program's. */
export function checkDataVersion(dataDir: string, dataMajor: string, programVersion: string): void {
  const major = postgresMajor(programVersion);
  if (dataMajor === String(major)) return;
  throw new WrongVersionError(
    {
      program: `The PostgreSQL data in ${dataDir}`,
      found: dataMajor,
      needed: `${major} (the server here is ${programVersion})`,
    },
    `Start with the programs of PostgreSQL ${dataMajor} (HOOKLINE_POSTGRES_BIN is their folder), or bring the data over with pg_upgrade or pg_dump, or move that folder away: the read models are then made anew, but events older than the log keeps are lost with it.`,
  );
}
