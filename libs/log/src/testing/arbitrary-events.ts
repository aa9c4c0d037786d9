import type { CloudEvent } from '@hookline/schemas';
import fc from 'fast-check';

/** Text as it may come from anywhere: unassigned characters, newlines, quotes, percent signs, every script. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    'ü',
    'a b',
    ' edge ',
    '100%',
    '%41',
    '"quoted"',
    'line\r\nline',
    '日本語',
    '🧵',
    "it's (fine)!*",
    '\u0000',
  ),
);
const attribute = text.filter((value) => value.length > 0 && value.isWellFormed());

const arbitraryData = fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 6 });

/** Events with the given ids, by default with hardly any twice. */
export function arbitraryEvent(id: fc.Arbitrary<string> = attribute): fc.Arbitrary<CloudEvent> {
  const optional = fc.option(attribute, { nil: undefined });
  return fc
    .record({
      specversion: fc.constant('1.0' as const),
      id,
      source: attribute,
      type: fc.constantFrom('hookline.tool.started.v1', 'hookline.session.started.v1', 'hookline.not.known.yet.v3'),
      time: fc.constant('2026-11-20T10:00:00.123Z'),
      datacontenttype: fc.constant('application/json' as const),
      tenant: fc.constantFrom('default', 'acme', 'a.b c'),
      project: fc.oneof(fc.constant('-'), attribute),
      session: fc.oneof(fc.constant('-'), attribute),
      origin: fc.constantFrom('hook' as const, 'api' as const),
      subject: optional,
      sequence: fc.option(fc.constantFrom('', '0001', ' '), { nil: undefined }),
      actor: optional,
      traceparent: optional,
      recordedtime: fc.option(fc.constant('2026-11-20T10:00:01.000Z'), { nil: undefined }),
      data: arbitraryData,
    })
    .map((event) => JSON.parse(JSON.stringify(event)) as CloudEvent);
}

/** A small event whose id is all that matters. */
export function plainEvent(id: string, data: Record<string, unknown> = { n: 1 }): CloudEvent {
  return {
    specversion: '1.0',
    id,
    source: 'test',
    type: 'hookline.tool.started.v1',
    time: '2026-11-20T10:00:00.000Z',
    datacontenttype: 'application/json',
    tenant: 'default',
    project: 'p',
    session: 's',
    origin: 'hook',
    data,
  };
}

export function plainEvents(count: number, prefix = 'e'): CloudEvent[] {
  return Array.from({ length: count }, (_, index) => plainEvent(`${prefix}${index}`));
}
