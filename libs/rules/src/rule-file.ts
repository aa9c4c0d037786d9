import { z } from 'zod';
import { actionFile } from './actions/action.ts';
import { kindNames } from './event-types.ts';
import { duration } from './file/duration.ts';
import { expression, name } from './file/texts.ts';

/** The longest window of a pattern. */
const longest = '30d';

const kind = z.string().meta({ id: 'Kind', enum: [...kindNames] });
const kinds = z
  .union([kind, z.array(kind).min(1).max(20)])
  .transform((given) => (typeof given === 'string' ? [given] : given));

const where = expression
  .optional()
  .describe('CEL: whether an event matches. A clause about a field the event lacks is false');

const count = z.strictObject({
  atLeast: z.int().min(2).max(1_000).describe('How many matching events'),
  within: duration('1s', longest).describe('In which time'),
  distinct: expression.optional().describe('CEL: events of which this is the same count once'),
});

const stepName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]{0,30}$/, 'expected a name of letters and digits that begins with a small letter');

const sequence = z.strictObject({
  within: duration('1s', longest).describe('From the first step to the last'),
  steps: z
    .array(
      z.strictObject({
        as: stepName.describe('What later steps and the actions call its event'),
        on: kinds.describe('Kind or kinds of event'),
        where,
        key: expression.optional().describe('CEL: which steps belong together; default: the `key` of the rule'),
      }),
    )
    .min(2)
    .max(8)
    .describe('In the order in which they have to happen'),
});

const absence = z.strictObject({
  of: kinds.describe('Kind or kinds of event that must not come'),
  where,
  key: expression.optional().describe('CEL: whose absence it is; default: the `key` of the rule'),
  within: duration('1s', longest).describe('After what `on` says'),
});

const schedule = z.strictObject({
  cron: z.string().max(200).describe('Five fields: minute, hour, day of the month, month, day of the week'),
  timezone: z.string().max(64).default('UTC').describe('IANA name of the time zone'),
});

const limits = z.strictObject({
  cooldown: duration('1s', longest).optional().describe('So long after a firing of a key it does not fire again'),
  throttle: z
    .strictObject({ runs: z.int().min(1).max(1_000), per: duration('1s', longest) })
    .optional()
    .describe('At most so many firings of a key in any such time'),
  perDay: z.int().min(1).max(100_000).optional().describe('Firings of the rule in a UTC day'),
  costPerDayUsd: z.number().positive().max(1_000_000).optional().describe('What its work may cost in a UTC day'),
  depth: z.int().min(1).max(32).default(3).describe('How many firings may stand between a person and this one'),
  self: z.boolean().default(false).describe('Whether what the rule brought about may fire it'),
  perMinute: z
    .int()
    .min(1)
    .max(10_000)
    .default(60)
    .describe('Firing more often in a minute is running away: it is paused'),
  failures: z.int().min(1).max(1_000).default(5).describe('Failed firings in a row after which it is paused'),
});

/** An event in a test names only what matters: the kind, some data, some attributes, and `session` facts by name. */
const givenEvent = z.record(z.string(), z.unknown());

const ruleTest = z.strictObject({
  name: z.string().max(200).optional(),
  given: z
    .union([z.array(givenEvent).max(1_000), z.string().regex(/\.jsonl$/, 'expected the path of a .jsonl file')])
    .describe('Events, or a file of CloudEvents, one a line, its path relative to the rule file'),
  from: z.iso.datetime().optional().describe('Of a schedule: when its clock begins'),
  at: z.iso
    .datetime()
    .optional()
    .describe('What the clock says when all events were taken; default: as late as any timer waits'),
  expect: z.strictObject({
    firings: z.int().min(0).describe('How often it fires'),
    actions: z
      .array(z.record(z.string(), z.unknown()))
      .optional()
      .describe('What the firings do, in order; of each only what stands here is compared'),
    held: z
      .union([z.int().min(0), z.record(z.string(), z.int().min(0))])
      .optional()
      .describe('How many matches were held back, in all or by what held them'),
  }),
});

/** A rule as its file says it. */
export const ruleFile = z.strictObject({
  rule: name.describe('Name of the rule; its versions are told apart by the hash of the file'),
  description: z.string().max(2_000).optional(),
  on: kinds.optional().describe('Kind or kinds of event it looks at: of single, count and absence'),
  where,
  key: expression.optional().describe('CEL: what firings are told apart and grouped by; default: session.id'),
  count: count.optional().describe('Fires when so many events came within a time'),
  sequence: sequence.optional().describe('Fires when one event came after another within a time'),
  absence: absence.optional().describe('Fires when one event came and another did not within a time'),
  schedule: schedule.optional().describe('Fires when the clock says so'),
  lateness: duration('0s', '1h').optional().describe('How much later than others an event may be heard of'),
  fresh: duration('1s', '30d').optional().describe('What was heard of later than this never acts; default 1h'),
  mode: z
    .enum(['together', 'queue', 'skip', 'cancel', 'steer'])
    .optional()
    .describe('What becomes of a match whose key has a firing that still runs; default: together'),
  debounce: z
    .strictObject({ wait: duration('1s', '1d'), most: duration('1s', '7d').optional() })
    .optional()
    .describe('One firing when no match came for a while, at the latest after `most`'),
  batch: z
    .strictObject({ most: z.int().min(2).max(1_000), wait: duration('1s', '1d') })
    .optional()
    .describe('One firing for up to so many matches, or for those that came in that time'),
  limits: limits.prefault({}),
  // biome-ignore lint/suspicious/noThenProperty: the word of the rule language; a list is not taken for a promise
  then: z.array(actionFile).min(1).max(10).describe('What is done'),
  tests: z.array(ruleTest).min(1).max(100).describe('At least one: events in, firings out'),
});

/** The content of a rule file with defaults filled in; durations are milliseconds. */
export type RuleFile = z.infer<typeof ruleFile>;
export type RuleTest = RuleFile['tests'][number];
/** An event as a test gives it. */
export type GivenEvent = z.infer<typeof givenEvent>;

/** The JSON Schema of a rule file, for editors. */
export function ruleFileSchema(): object {
  return { $id: 'urn:hookline:schema:rule:1', title: 'Hookline rule', ...z.toJSONSchema(ruleFile, { io: 'input' }) };
}
