import { z } from 'zod';

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const pattern = /^(\d{1,7})([smhd])$/;

/** Milliseconds of `90s`, `10m`, `2h` or `7d`; undefined for anything else. */
export function durationMs(text: string): number | undefined {
  const match = pattern.exec(text);
  return match === null ? undefined : Number(match[1]) * units[match[2] as keyof typeof units];
}

/** As people write it: the largest unit that divides it. */
export function durationText(ms: number): string {
  const unit = (['d', 'h', 'm'] as const).find((one) => ms >= units[one] && ms % units[one] === 0) ?? 's';
  return `${ms / units[unit]}${unit}`;
}

/** A time in a rule file, read as milliseconds. */
export function duration(least: string, most: string) {
  const [leastMs, mostMs] = [durationMs(least)!, durationMs(most)!];
  return z
    .string({
      error: ({ input }) =>
        `found ${JSON.stringify(input) ?? 'nothing'}, expected a duration such as 90s, 10m, 2h or 7d`,
    })
    .regex(pattern, {
      error: ({ input }) => `found ${JSON.stringify(input)}, expected a duration such as 90s, 10m, 2h or 7d`,
    })
    .describe(`A duration from ${least} to ${most}: 90s, 10m, 2h, 7d`)
    .transform((text, context) => {
      const ms = durationMs(text) ?? 0;
      if (ms >= leastMs && ms <= mostMs) return ms;
      context.addIssue({ code: 'custom', message: `found ${text}, expected ${least} to ${most}` });
      return z.NEVER;
    });
}
