import type { Database } from '@hookline/db';
import type { Source } from './source.ts';

/** Rings when rules were published or withdrawn over HTTP, or read back from the log. */
export const rulesChannel = 'hookline_rules';

/** Rules that were published over HTTP: they are kept in the database, and their text in the log. */
export function apiSource(db: Database): Source {
  return {
    origin: 'api',
    name: 'published over HTTP',
    has: () => true,
    async read() {
      const rows = await db.kysely.selectFrom('ruleTexts').selectAll().orderBy('name').execute();
      return rows.map(({ name, source, publishedBy }) => ({
        origin: 'api' as const,
        path: name,
        text: source,
        by: async () => publishedBy,
        recording: async () => undefined,
      }));
    },
    watch(signal, onChange) {
      // What is not heard is read with the next beat.
      void db.listen(rulesChannel, onChange, { signal }).catch(() => {});
    },
  };
}
