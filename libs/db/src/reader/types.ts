import pg from 'pg';

const { builtins } = pg.types;
const names = new Map(Object.entries(builtins).map(([name, oid]) => [Number(oid), name.toLowerCase()]));
const longNames: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
};

/** How reference pages call a type; what is none of PostgreSQL's own common types is `other`. */
export function typeName(oid: number): string {
  const name = names.get(oid);
  return name === undefined ? 'other' : (longNames[name] ?? name);
}

const parsers = new Map<number, (text: string) => unknown>([
  [builtins.BOOL, (text) => text === 't'],
  [builtins.INT2, Number],
  [builtins.INT4, Number],
  [builtins.INT8, wholeNumber],
  [builtins.FLOAT4, decimal],
  [builtins.FLOAT8, decimal],
  [builtins.NUMERIC, decimal],
  [builtins.JSON, JSON.parse],
  [builtins.JSONB, JSON.parse],
  [builtins.TIMESTAMPTZ, isoTime],
]);

/** Values as JSON can say them: numbers where they fit, times as ISO 8601 in UTC, the rest as PostgreSQL writes it. */
export const readerTypes = {
  getTypeParser: (oid: number) => parsers.get(oid) ?? String,
} as pg.CustomTypesConfig;

function wholeNumber(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

/** NaN and the infinities are no JSON. */
function decimal(text: string): number | string {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

function isoTime(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(text);
  return match ? `${match[1]}T${match[2]}.${(match[3] ?? '').padEnd(3, '0').slice(0, 3)}Z` : text;
}
