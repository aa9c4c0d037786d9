import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A question of the guide: its heading, its query, and the answer it shows. */
export interface Question {
  readonly title: string;
  readonly sql: string;
  readonly columns: readonly string[];
  /** The cells of the shown answer, line by line. */
  readonly lines: readonly string[][];
}

const page = fileURLToPath(new URL('../../../docs/how-to/ask-with-sql.md', import.meta.url));
const question = /^### (\d+\. .+)\n[\s\S]*?^```sql\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```$/gm;

/** The questions of docs/how-to/ask-with-sql.md, in their order. */
export function questions(): Question[] {
  return [...readFileSync(page, 'utf8').matchAll(question)].map(([, title, sql, shown]) => {
    const [columns, ...lines] = shown!
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/));
    return { title: title!, sql: sql!, columns: columns!, lines };
  });
}
