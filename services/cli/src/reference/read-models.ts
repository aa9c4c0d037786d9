import type { AnyProjection } from '@hookline/projections';

/** What a field of a row looks like in JSON, by the type of its column. */
const shapes: Readonly<Record<AnyProjection['columns'][string], string>> = {
  text: 'text',
  timestamptz: 'time, ISO 8601 in UTC',
  bigint: 'whole number',
  'double precision': 'number',
  boolean: 'true or false',
  json: 'JSON',
};

/** What the folds keep for themselves. */
const inner = ['marks', 'asks'];

/** The read models as Markdown: every field of every row. */
export function describeReadModels(projections: readonly AnyProjection[]): string {
  const parts = [
    '# Read models',
    '',
    'Written by `npm run reference`. The rows that the API answers and `--json` prints; any field may be null. In the database a field is a column of the view `read.<name>`, in snake_case. The comments on each row type in `libs/projections/src/<name>/` say what a field means.',
    '',
    'A session is answered with what the others know of it: `state` (running, waiting, idle, ended, lost), `waitingFor`, `calls`, `openCalls`, `failures`, `filesRead`, `filesWritten`, `agents`, `tokens`, `costUsd`, `completeness`, `quarantined`. An entry of a time line has `type`, `id`, `at`, `order`, `position`, `agent` and `turn` besides the fields here; its `type` is turn, call, message, file, agent, plan or usage.',
  ];
  for (const { name, version, key, columns } of projections) {
    const one = key === undefined ? 'One row per session' : `One row per session and \`${key}\``;
    parts.push(
      '',
      `## ${name}`,
      '',
      `${one}. Version ${version}.`,
      '',
      '| field | what stands in it |',
      '| --- | --- |',
    );
    for (const [field, type] of Object.entries(columns)) {
      if (!inner.includes(field)) parts.push(`| \`${field}\` | ${shapes[type]} |`);
    }
  }
  return `${parts.join('\n')}\n`;
}
