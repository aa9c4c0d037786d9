import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** One line of what a benchmark found. */
export interface Figure {
  /** What was measured, in the words of the table of bars. */
  readonly what: string;
  /** The measured value with its unit. */
  readonly figure: string;
  /** What it is compared with, measured in the same run, with its value. */
  readonly yardstick?: string;
  /** How many times the yardstick; absent where there is none. */
  readonly ratio?: number;
  readonly bar?: string;
  /** Whether the bar is reached; absent where there is no bar. */
  readonly met?: boolean;
}

/** What a benchmark leaves for `npm run bench` and for whoever draws plots. */
export interface Report {
  readonly benchmark: string;
  readonly figures: readonly Figure[];
  /** Why there are no figures. */
  readonly skipped?: string;
  /** All that was measured, in the benchmark's own shape. */
  readonly details?: unknown;
}

/** Prints the figures as a table, and writes the report to the file named by `--json` if there is one. */
export function report(found: Report, jsonFile: string | undefined): void {
  if (found.skipped !== undefined) console.log(`${found.benchmark}: skipped, ${found.skipped}`);
  else console.log(tableOf(found.figures));
  if (jsonFile) writeFileSync(jsonFile, `${JSON.stringify({ at: new Date().toISOString(), ...found }, null, 2)}\n`);
}

/** The figures as lines with columns. */
export function tableOf(figures: readonly Figure[]): string {
  const header = ['what', 'figure', 'yardstick', 'ratio', 'bar', 'met'];
  const lines = figures.map(({ what, figure, yardstick = '–', ratio, bar = '–', met }) => [
    what,
    figure,
    yardstick,
    ratio === undefined ? '–' : `${rounded(ratio)}×`,
    bar,
    met === undefined ? '–' : met ? 'yes' : 'NO',
  ]);
  const widths = header.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]!.length)));
  return [header, ...lines]
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Two significant digits below ten, whole numbers above. */
export function rounded(value: number): string {
  return value >= 10 ? String(Math.round(value)) : value.toPrecision(2);
}

/** The numbers a benchmark was given on its command line, else the defaults; and the file for the report. */
export function readSizes<Name extends string>(
  defaults: Readonly<Record<Name, number>>,
): { sizes: Record<Name, number>; json: string | undefined } {
  const names = Object.keys(defaults) as Name[];
  const { values } = parseArgs({
    options: Object.fromEntries([...names, 'json'].map((name) => [name, { type: 'string' as const }])),
  });
  const sizes = { ...defaults } as Record<Name, number>;
  for (const name of names) {
    const given = values[name];
    if (given === undefined) continue;
    const number = Number(given);
    if (!Number.isSafeInteger(number) || number < 0) throw new Error(`--${name} ${given}: expected a whole number`);
    sizes[name] = number;
  }
  return { sizes, json: values.json as string | undefined };
}
