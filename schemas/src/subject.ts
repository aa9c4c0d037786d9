import type { CloudEvent } from './envelope.ts';
import { shortHash } from './event-id.ts';
import { classOf, parseType } from './registry.ts';

/**
 * The subject an event is published under: `evt.<tenant>.<project>.<session>.<class>`. Project and session are short
 * hashes, because subjects cannot carry every character; `-` stays `-`.
 */
export function subjectOf(event: CloudEvent): string {
  const kind = parseType(event.type)?.kind ?? '';
  return `evt.${token(event.tenant)}.${hashed(event.project)}.${hashed(event.session)}.${classOf(kind)}`;
}

const plain = /^[A-Za-z0-9_-]{1,64}$/;
const token = (value: string): string => (plain.test(value) ? value : shortHash(value));
const hashed = (value: string): string => (value === '-' ? '-' : shortHash(value));
