const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `30d`, `12h`, `90m` or `30s` as milliseconds; undefined for anything else. */
export function durationMs(text: string): number | undefined {
  const [, number, unit] = /^(\d{1,5})([smhd])$/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * unitMs[unit!]!;
}
