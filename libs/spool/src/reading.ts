import { type CaptureFacts, parseHeader } from './header.ts';

/** One captured payload, whole. */
export interface SpoolEntry {
  readonly name: string;
  /** ISO 8601, milliseconds, UTC. */
  readonly capturedAt: string;
  readonly capturedAtMs: number;
  readonly facts: CaptureFacts;
  /** The payload as the harness wrote it. */
  readonly payloadText: string;
  /** The same, parsed: always a JSON object. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * Why an entry will never be an event:
 * `incomplete` it stopped growing before its JSON ended (killed, disk full);
 * `malformed` it is whole and not a JSON object; `foreign` no shim of ours wrote it;
 * `too-large` it is over the spool's limit and was not read; `unreadable` it belongs to another user.
 */
export type BrokenReason = 'incomplete' | 'malformed' | 'foreign' | 'too-large' | 'unreadable';

/** What reading an entry found. `writing`: its shim may still be at work, look again later. */
export type SpoolReading =
  | { readonly status: 'complete'; readonly entry: SpoolEntry }
  | { readonly status: 'writing' }
  | { readonly status: 'gone' }
  | {
      readonly status: 'broken';
      readonly reason: BrokenReason;
      /** What there is of it, not redacted, at most 64 KiB. */
      readonly text: string;
      readonly facts: CaptureFacts | undefined;
      readonly capturedAtMs: number;
    };

const BROKEN_TEXT_MAX = 64 * 1024;

/**
 * Judges an entry by its bytes. A proper prefix of a JSON object is never itself a JSON object, so
 * what parses is whole. What does not parse gets `graceMs` after its last write before it is called
 * broken, a fifth of that when it ends like a whole payload, in a newline.
 */
export function interpretEntry(
  file: { name: string; text: string; mtimeMs: number },
  { nowMs, graceMs }: { nowMs: number; graceMs: number },
): SpoolReading {
  const { name, text, mtimeMs } = file;
  const capturedAtMs = Math.floor(mtimeMs);
  const headerEnd = text.indexOf('\n');
  const facts = headerEnd === -1 ? undefined : parseHeader(text.slice(0, headerEnd));
  const payloadText = facts ? text.slice(headerEnd + 1) : text;
  const payload = facts && parseObject(payloadText);
  if (facts && payload) {
    const capturedAt = new Date(capturedAtMs).toISOString();
    return { status: 'complete', entry: { name, capturedAt, capturedAtMs, facts, payloadText, payload } };
  }
  const foreign = !facts && headerEnd !== -1;
  const ended = payloadText.endsWith('\n');
  if (!foreign && nowMs - capturedAtMs < (ended ? graceMs / 5 : graceMs)) return { status: 'writing' };
  const reason = foreign ? 'foreign' : ended ? 'malformed' : 'incomplete';
  return { status: 'broken', reason, text: payloadText.slice(0, BROKEN_TEXT_MAX), facts, capturedAtMs };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
