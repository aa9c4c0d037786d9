/** A server older than the oldest one that is tested. */
export class WrongDatabaseVersionError extends Error {
  override name = 'WrongDatabaseVersionError';
}

const oldest = 140_000;

/** Throws for a server that is too old. `number` is its `server_version_num`. */
export function requireVersion(number: number, text: string): void {
  if (number >= oldest) return;
  throw new WrongDatabaseVersionError(
    `the database is PostgreSQL ${text}, hookline needs 14 or newer: upgrade it, or point HOOKLINE_DATABASE_URL at another one`,
  );
}
