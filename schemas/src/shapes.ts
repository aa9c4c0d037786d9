import { z } from 'zod';

/** Anything JSON can say. Checked only for being there: native payloads are as their harness made them. */
export const json = z.unknown();

/** Fields of the harness's own payload that no field of ours holds, so that translation loses nothing. */
export const native = z.record(z.string(), json).optional();

/**
 * Stands where a string longer than 64 KiB stood. The text lies in the body store under `body`;
 * `head` and `tail` are its first and last characters, `bytes` its length in UTF-8.
 */
export const bodyRef = z.strictObject({
  body: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  bytes: z.int().nonnegative(),
  head: z.string(),
  tail: z.string(),
});
export type BodyRef = z.infer<typeof bodyRef>;

/** Text of any length: itself, or a reference to where it lies. */
export const text = z.union([z.string(), bodyRef]);
export type Text = z.infer<typeof text>;

/** What an event did to the world, above the names of tools. */
const effect = z.strictObject({
  type: z.enum([
    'file.read',
    'file.write',
    'file.delete',
    'process.exec',
    'net.fetch',
    'search',
    'agent.spawn',
    'plan',
    'ask.person',
    'mcp.call',
    'unknown',
  ]),
  /** The path (relative to the repository where inside it), command, address or name it was done to. */
  object: z.string().optional(),
  /** For `process.exec`: the parsed program name, without its folder. */
  program: z.string().optional(),
});
export type Effect = z.infer<typeof effect>;

export const outcome = z.enum(['ok', 'failed', 'denied', 'interrupted', 'unknown']);
export type Outcome = z.infer<typeof outcome>;

/** Tokens of one model call by class. A class the source does not report is absent, not zero. */
export const tokens = z.strictObject({
  input: z.int().nonnegative().optional(),
  output: z.int().nonnegative().optional(),
  cacheRead: z.int().nonnegative().optional(),
  cacheWrite: z.int().nonnegative().optional(),
  reasoning: z.int().nonnegative().optional(),
});
export type Tokens = z.infer<typeof tokens>;

/** What every tool event says about its call. `call` is unique within the session. */
export const callFields = {
  call: z.string().min(1),
  /** The harness's own id of the call, where it has one. */
  nativeCall: z.string().optional(),
  tool: z.string(),
  mcpServer: z.string().optional(),
  effects: z.array(effect),
};

/** One hunk of a unified diff. Lines carry their ` `, `+` or `-`. */
export const hunk = z.strictObject({
  oldStart: z.int(),
  oldLines: z.int(),
  newStart: z.int(),
  newLines: z.int(),
  lines: z.array(text),
});
export type Hunk = z.infer<typeof hunk>;
