import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventKinds } from '@hookline/schemas';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { durationMs } from './duration.ts';

/** What is kept how long. Of the rules for events, and of those for bodies, the first that fits an event decides. */
export interface Policy {
  /** The file's text: what a run says it was done by. */
  readonly text: string;
  readonly run: 'daily' | 'by-hand';
  /** Nothing is deleted that is not in the archive at this folder or `s3://` address. */
  readonly requireArchive: string | undefined;
  /** A text that was put within this time is left until the next run: an event with it may be on its way. */
  readonly graceMs: number;
  readonly rules: readonly RetentionRule[];
}

export interface RetentionRule {
  readonly name: string;
  readonly of: 'events' | 'bodies';
  /** How old an event is, by when it happened, when this expires; undefined is never. */
  readonly afterMs: number | undefined;
  /** Names of kinds, or the beginning of names with its dot; all kinds where undefined. */
  readonly kinds: readonly string[] | undefined;
  /** All projects where undefined. */
  readonly projects: readonly string[] | undefined;
}

/** A policy file that cannot be followed. Nothing is deleted by it. */
export class PolicyError extends Error {
  override name = 'PolicyError';
  readonly issues: readonly string[];
  constructor(file: string, issues: readonly string[]) {
    super(`${file}: ${issues.join('; ')}`);
    this.issues = issues;
  }
}

const shortestMs = 3_600_000;
const charactersMax = 64 * 1024;

const after = z.string().transform((text, context) => {
  if (text === 'never') return undefined;
  const ms = durationMs(text);
  if (ms !== undefined && ms >= shortestMs) return ms;
  context.addIssue(`found ${JSON.stringify(text)}, expected never, or at least 1h: 12h, 30d`);
  return z.NEVER;
});

const kind = z
  .string()
  .refine((name) => eventKinds.some((one) => (name.endsWith('.') ? one.kind.startsWith(name) : one.kind === name)), {
    error: ({ input }) => `there is no kind ${JSON.stringify(input)} (tool. is all that begin so)`,
  });

const rule = z
  .strictObject({
    name: z.string().min(1).max(100),
    events: after.optional(),
    bodies: after.optional(),
    kinds: z.array(kind).min(1).max(100).optional(),
    projects: z.array(z.string().min(1).max(512)).min(1).max(1_000).optional(),
  })
  .refine((one) => 'events' in one !== 'bodies' in one, 'say either events: or bodies:, and how old they get');

const policyFile = z
  .strictObject({
    version: z.literal(1),
    run: z.enum(['daily', 'by-hand']).default('by-hand'),
    'require-archive': z.string().min(1).optional(),
    grace: z
      .string()
      .default('1h')
      .transform((text, context) => {
        const ms = durationMs(text);
        if (ms !== undefined) return ms;
        context.addIssue(`found ${JSON.stringify(text)}, expected a time like 1h`);
        return z.NEVER;
      }),
    rules: z.array(rule).min(1).max(100),
  })
  .refine(({ rules }) => new Set(rules.map(({ name }) => name)).size === rules.length, 'two rules have the same name');

/** Reads a policy. Throws `PolicyError` with every fault. */
export function parsePolicy(text: string, file: string): Policy {
  if (text.length > charactersMax) {
    throw new PolicyError(file, [`found ${text.length} characters, expected at most ${charactersMax}`]);
  }
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0)
    throw new PolicyError(
      file,
      document.errors.map(({ message }) => message),
    );
  const parsed = policyFile.safeParse(document.toJS({ maxAliasCount: 10 }));
  if (!parsed.success) {
    const issues = parsed.error.issues.map(
      ({ path, message }) => `${path.map(String).join('.') || 'policy'}: ${message}`,
    );
    throw new PolicyError(file, issues);
  }
  const { run, 'require-archive': requireArchive, grace, rules } = parsed.data;
  return {
    text,
    run,
    requireArchive,
    graceMs: grace,
    rules: rules.map((one) => ({
      name: one.name,
      of: 'events' in one ? ('events' as const) : ('bodies' as const),
      afterMs: 'events' in one ? one.events : one.bodies,
      kinds: one.kinds,
      projects: one.projects,
    })),
  };
}

export function policyFileOf(home: string): string {
  return join(home, 'retention.yaml');
}

/** The policy of an installation; undefined without the file: then nothing is ever deleted. */
export async function readPolicy(home: string): Promise<Policy | undefined> {
  const file = policyFileOf(home);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : parsePolicy(text, file);
}
