import type { z } from 'zod';
import { type CloudEvent, envelope } from './envelope.ts';
import { issueSentences } from './issue-sentences.ts';
import { type BusEvent, findKind, type Kind, parseType } from './registry.ts';

/** An event is not what its schema says. `issues` has one sentence per fault: where, what was found, what was expected. */
export class InvalidEventError extends Error {
  override name = 'InvalidEventError';
  readonly issues: readonly string[];
  constructor(id: string, issues: readonly string[]) {
    super(`event ${id} is not valid: ${issues.join('; ')}`);
    this.issues = issues;
  }
}

/** An event is of a newer version than this build can read: deploy a newer reader before going on. */
export class UnknownVersionError extends Error {
  override name = 'UnknownVersionError';
  readonly kind: string;
  readonly version: number;
  constructor(kind: string, version: number, newest: number) {
    super(
      `${kind} v${version} is newer than v${newest}, the newest this build of hookline can read: upgrade hookline here before its producers`,
    );
    this.kind = kind;
    this.version = version;
  }
}

/**
 * Reads a stored event in today's shape. Undefined for a kind this build does not know (a newer producer: skip and
 * count). Throws `UnknownVersionError` for a newer version of a known kind. Data is trusted to have been checked when
 * it was published.
 */
export function readEvent(event: CloudEvent): BusEvent | undefined {
  const type = parseType(event.type);
  if (type === undefined) return undefined;
  const kind = findKind(type.kind);
  if (kind === undefined) return undefined;
  if (type.version > kind.versions.length) throw new UnknownVersionError(type.kind, type.version, kind.versions.length);
  let data: unknown = event.data;
  for (let index = type.version - 1; index < kind.versions.length - 1; index += 1) {
    const before = data as { native?: unknown };
    const next = kind.versions[index]!.toNext!(data as never) as { native?: unknown };
    data = before.native === undefined || next.native !== undefined ? next : { ...next, native: before.native };
  }
  return { ...event, kind: type.kind as Kind, data } as BusEvent;
}

/**
 * Checks an event at the door: attributes, then data against the version it says it is written at. Returns it with
 * defaults filled in. Throws `InvalidEventError` or `UnknownVersionError`; an unknown kind is invalid here, because a
 * producer must not be ahead of its bus.
 */
export function checkEvent(input: unknown): CloudEvent {
  const id = idOf(input);
  const parsed = envelope.safeParse(input);
  if (!parsed.success) throw new InvalidEventError(id, issueSentences(parsed.error, input));
  const event = parsed.data;
  const type = parseType(event.type);
  const kind = type && findKind(type.kind);
  if (type === undefined || kind === undefined) {
    throw new InvalidEventError(id, [
      `type: found ${event.type}, expected a kind this bus knows (see schemas/generated)`,
    ]);
  }
  const version = kind.versions[type.version - 1];
  if (version === undefined) throw new UnknownVersionError(type.kind, type.version, kind.versions.length);
  const data = version.schema.safeParse(event.data);
  if (!data.success) throw new InvalidEventError(id, issueSentences(data.error, event.data, ['data']));
  return event;
}

function idOf(input: unknown): string {
  const id = typeof input === 'object' && input !== null && 'id' in input ? input.id : undefined;
  return typeof id === 'string' ? id.slice(0, 128) : '(without id)';
}

/** The sentence for each fault of a failed parse, at most 20, each beginning with the path. */
export function describeIssues(error: z.ZodError): string[] {
  return error.issues.slice(0, 20).map(({ path, message }) => `${path.map(String).join('.') || '(event)'}: ${message}`);
}
