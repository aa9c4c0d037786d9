import { z } from 'zod';

/** What a shim knows besides the payload. Never more of the environment than these named facts. */
export interface CaptureFacts {
  readonly harness: string;
  readonly shimVersion: string;
  /** The hook event the entry was configured for; the payload's own name is the authority. */
  readonly event?: string;
  /** Process id of the harness. */
  readonly harnessPid?: number;
  readonly entrypoint?: string;
  /** Absolute folder the harness was started in. */
  readonly projectDir?: string;
}

const MAGIC = 'hookline-spool/1';

const Field = z
  .string()
  .max(4096)
  .transform((text) => (text === '' ? undefined : text));

const Header = z.tuple([
  z.literal(MAGIC),
  z.string().regex(/^[a-z0-9-]{1,40}$/),
  z.string().regex(/^[0-9A-Za-z.-]{1,40}$/),
  Field,
  z
    .string()
    .regex(/^\d{0,15}$/)
    .transform((text) => (text === '' ? undefined : Number(text))),
  Field,
  Field,
]);

/** Reads an entry's first line. Returns undefined when no shim of ours wrote it. */
export function parseHeader(line: string): CaptureFacts | undefined {
  const fields = line.split('\t');
  const parsed = Header.safeParse([...fields.slice(0, 6), fields.slice(6).join('\t')]);
  if (!parsed.success || fields.length < 7) return undefined;
  const [, harness, shimVersion, event, harnessPid, entrypoint, projectDir] = parsed.data;
  return {
    harness,
    shimVersion,
    ...(event !== undefined && { event }),
    ...(harnessPid !== undefined && { harnessPid }),
    ...(entrypoint !== undefined && { entrypoint }),
    ...(projectDir !== undefined && { projectDir }),
  };
}

/** The header line a shim writes, newline included. For shims that are not shell scripts, and for tests. */
export function formatHeader(facts: CaptureFacts): string {
  const { harness, shimVersion, event = '', harnessPid = '', entrypoint = '', projectDir = '' } = facts;
  return `${[MAGIC, harness, shimVersion, event, harnessPid, entrypoint, projectDir].join('\t')}\n`;
}
