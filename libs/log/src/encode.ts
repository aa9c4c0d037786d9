import type { CloudEvent } from '@hookline/schemas';
import { EventTooLargeError } from './errors.ts';

/** The most an event may take as stored: its headers, its data, and what a batch adds. */
export const eventBytesMax = 262_144;

/** Room for what the broker and a batch add to the headers of an event. */
const batchHeaderBytes = 256;

/** An event as the CloudEvents binding for NATS stores it in binary mode: attributes as headers, data as body. */
export interface EncodedEvent {
  readonly id: string;
  /** `name: value` lines, each ended by CRLF, without the version line and without the empty line at the end. */
  readonly headers: string;
  /** The data as JSON in UTF-8. */
  readonly body: Uint8Array;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Throws `EventTooLargeError` when the event does not fit. */
export function encodeEvent(event: CloudEvent): EncodedEvent {
  const headers = headerLines(event);
  const body = encoder.encode(JSON.stringify(event.data));
  const bytes = storedSize(headers, body.length);
  if (bytes > eventBytesMax) throw new EventTooLargeError(event.id, bytes, eventBytesMax);
  return { id: event.id, headers, body };
}

/** What an event takes in the log, in bytes. */
export function storedBytes(event: CloudEvent): number {
  return storedSize(headerLines(event), Buffer.byteLength(JSON.stringify(event.data)));
}

/** What the attributes of an event leave for its data as JSON, in bytes. */
export function dataBytesMax(event: CloudEvent): number {
  return eventBytesMax - storedSize(headerLines(event), 0);
}

/** The attributes and data of an event out of header pairs (names in any order, others than CloudEvents' ignored) and body. */
export function decodeEvent(headers: Iterable<readonly [string, string]>, body: Uint8Array): CloudEvent {
  const event: Record<string, unknown> = {};
  for (const [name, value] of headers) {
    if (name.startsWith('ce-')) event[name.slice(3)] = decodeValue(value);
    else if (name === 'content-type') event.datacontenttype = decodeValue(value);
  }
  event.data = JSON.parse(decoder.decode(body));
  return event as CloudEvent;
}

function headerLines(event: CloudEvent): string {
  const id = encodeValue(event.id);
  let lines = `Nats-Msg-Id: ${id}\r\n`;
  for (const [name, value] of Object.entries(event)) {
    if (name === 'data' || value === undefined) continue;
    const header = name === 'datacontenttype' ? 'content-type' : `ce-${name}`;
    lines += `${header}: ${encodeValue(value as string)}\r\n`;
  }
  return lines;
}

function storedSize(headers: string, bodyBytes: number): number {
  return headers.length + bodyBytes + batchHeaderBytes;
}

const isPlain = /^[!#$&-~]*$/;
const mustEscape = /[^!#$&-~]+/g;

/** Percent-encoded as in the HTTP binding of CloudEvents: everything but printable ASCII, and space, `"` and `%`. */
function encodeValue(value: string): string {
  if (isPlain.test(value)) return value;
  return value.toWellFormed().replace(mustEscape, (run) => encodeURIComponent(run).replace(/[!'()*]/g, escapeByte));
}

const escapeByte = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

function decodeValue(value: string): string {
  return value.includes('%') ? decodeURIComponent(value) : value;
}
