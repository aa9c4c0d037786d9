/**
 * Expressions for columns of type json that hold what harnesses wrote. Such a text may have NUL or half a surrogate
 * pair as an escape, which PostgreSQL can store but neither decode nor turn into jsonb: one such row would fail every
 * query. They are read as U+FFFD.
 */
const undecodable = String.raw`\\u(0000|[dD][89a-fA-F])`;
const undecodableEscape = String.raw`(?<!\\)((?:\\\\)*)\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})`;

const decodable = (json: string) =>
  `case when ${json}::text ~ '${undecodable}' then regexp_replace(${json}::text, '${undecodableEscape}', '\\1\\ufffd', 'g') else ${json}::text end`;

/** A json column as jsonb. */
export const jsonb = (json: string) => `(${decodable(json)})::jsonb`;

/** A text of any length: where it is too long for its event, its beginning. */
export const textOf = (json: string) =>
  `case json_typeof(${json}) when 'string' then ${jsonb(json)} #>> '{}' when 'object' then ${jsonb(json)} ->> 'head' end`;

/** How many bytes all of such a text has. */
export const bytesOf = (json: string) =>
  `case json_typeof(${json}) when 'string' then octet_length(${jsonb(json)} #>> '{}') when 'object' then (${jsonb(json)} ->> 'bytes')::bigint end`;
