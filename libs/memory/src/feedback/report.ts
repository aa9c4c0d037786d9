import type { UseOutcome } from '../fold/decision.ts';
import { quantile } from '../quantile.ts';
import { differenceOf } from './difference.ts';
import type { SessionFigures } from './figures.ts';

/** A session for which there was something to tell: it was told, or held out for comparison. */
export interface ComparedSession {
  readonly heldOut: boolean;
  readonly figures: SessionFigures;
}

/** How one memory that was told, or would have been, came out. */
export interface ReportedUse {
  readonly surface: string;
  readonly heldOut: boolean;
  readonly injection: number;
  /** Of the whole injection. */
  readonly tokens: number;
  readonly outcome: UseOutcome;
}

/** Whether memory helped in one project, or in all. */
export interface FeedbackReport {
  readonly sessions: { readonly told: number; readonly heldOut: number };
  /** So many on each side are needed before anything is said. */
  readonly enough: number;
  readonly measures: readonly Measure[];
  readonly surfaces: readonly SurfaceUse[];
}

interface Measure {
  readonly name: keyof typeof measured;
  readonly label: string;
  readonly unit: 'count' | 'ms' | 'tokens';
  readonly told: Side;
  readonly heldOut: Side;
  /** 95 % interval of told minus held out; absent with too few sessions. */
  readonly interval?: { readonly low: number; readonly high: number };
  /** Of the told sessions against the others. */
  readonly verdict: 'too-few' | 'no-difference' | 'less' | 'more';
  /** The verdict as a person is told it. */
  readonly sentence: string;
}

interface Side {
  /** Sessions that have the figure. */
  readonly count: number;
  readonly median?: number;
}

/** What became of what was told at one surface. */
interface SurfaceUse {
  readonly surface: string;
  readonly injections: number;
  /** Memories in them. */
  readonly memories: number;
  readonly tokens: number;
  readonly helpful: number;
  readonly harmful: number;
  readonly ignored: number;
  /** Injections that were held back in held-out sessions. */
  readonly heldOut: number;
}

/** Below this many sessions a side, chance explains everything. */
const enoughSessions = 10;

const measured = {
  failures: { label: 'Failed calls', unit: 'count', of: (one: SessionFigures) => one.failures },
  firstGreen: { label: 'Time to first green', unit: 'ms', of: (one: SessionFigures) => one.firstGreenMs },
  rejections: { label: 'Rejections by a person', unit: 'count', of: (one: SessionFigures) => one.rejections },
  calls: { label: 'Tool calls', unit: 'count', of: (one: SessionFigures) => one.calls },
  tokens: { label: 'Tokens of the model', unit: 'tokens', of: (one: SessionFigures) => one.tokens },
} as const;

/** Compares sessions that were told memories with those that were held out, and counts what became of what was told. */
export function feedbackReport(
  sessions: readonly ComparedSession[],
  uses: readonly ReportedUse[],
  { enough = enoughSessions }: { readonly enough?: number } = {},
): FeedbackReport {
  const told = sessions.filter(({ heldOut }) => !heldOut).map(({ figures }) => figures);
  const held = sessions.filter(({ heldOut }) => heldOut).map(({ figures }) => figures);
  const names = Object.keys(measured) as (keyof typeof measured)[];
  return {
    sessions: { told: told.length, heldOut: held.length },
    enough,
    measures: names.map((name) => measureOf(name, told, held, enough)),
    surfaces: surfacesOf(uses),
  };
}

function measureOf(
  name: keyof typeof measured,
  told: readonly SessionFigures[],
  held: readonly SessionFigures[],
  enough: number,
): Measure {
  const { label, unit, of } = measured[name];
  const values = (figures: readonly SessionFigures[]) => figures.flatMap((one) => of(one) ?? []);
  const [ours, theirs] = [values(told), values(held)];
  const interval = differenceOf(ours, theirs, { enough });
  const verdict =
    interval === undefined ? 'too-few' : interval.high < 0 ? 'less' : interval.low > 0 ? 'more' : 'no-difference';
  return {
    name,
    label,
    unit,
    told: sideOf(ours),
    heldOut: sideOf(theirs),
    ...(interval !== undefined && { interval }),
    verdict,
    sentence: sentences[verdict](ours.length, theirs.length, enough),
  };
}

const sentences = {
  'too-few': (told: number, held: number, enough: number) =>
    `too few to tell: ${told} told and ${held} held-out sessions have it, ${enough} of each are needed`,
  'no-difference': (told: number, held: number) =>
    `no difference seen between ${told} told and ${held} held-out sessions; a small one may still be there`,
  less: (told: number, held: number) => `less where memories were told (${told} told, ${held} held-out sessions)`,
  more: (told: number, held: number) => `more where memories were told (${told} told, ${held} held-out sessions)`,
} as const;

function sideOf(values: readonly number[]): Side {
  const median = quantile(values, 0.5);
  return { count: values.length, ...(median !== undefined && { median }) };
}

function surfacesOf(uses: readonly ReportedUse[]): SurfaceUse[] {
  return [...Map.groupBy(uses, ({ surface }) => surface)]
    .map(([surface, its]) => {
      const told = its.filter(({ heldOut }) => !heldOut);
      const injections = new Map(told.map(({ injection, tokens }) => [injection, tokens]));
      const count = (wanted: UseOutcome) => told.filter(({ outcome }) => outcome === wanted).length;
      return {
        surface,
        injections: injections.size,
        memories: told.length,
        tokens: [...injections.values()].reduce((so, tokens) => so + tokens, 0),
        helpful: count('helpful'),
        harmful: count('harmful'),
        ignored: count('ignored'),
        heldOut: new Set(its.filter(({ heldOut }) => heldOut).map(({ injection }) => injection)).size,
      };
    })
    .sort((a, b) => b.injections - a.injections || (a.surface < b.surface ? -1 : 1));
}
