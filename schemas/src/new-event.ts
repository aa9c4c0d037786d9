import type { CloudEvent, CloudEventInput } from './envelope.ts';
import { type DataOf, type Kind, schemaUrn, typeOf, versionOf } from './registry.ts';

/** What the maker of an event says of it; the rest follows from its kind. */
export type NewEvent<K extends Kind = Kind> = Omit<
  CloudEventInput,
  'specversion' | 'type' | 'dataschema' | 'data' | 'recordedtime' | 'datacontenttype'
> & { readonly kind: K; readonly data: DataOf<K> };

/** An event of today's version of its kind. Undefined attributes are left out. */
export function newEvent<K extends Kind>({ kind, data, ...attributes }: NewEvent<K>): CloudEvent {
  const event = {
    specversion: '1.0',
    type: typeOf(kind),
    dataschema: schemaUrn(kind, versionOf(kind)),
    datacontenttype: 'application/json',
    ...attributes,
    tenant: attributes.tenant ?? 'default',
    project: attributes.project ?? '-',
    session: attributes.session ?? '-',
    data,
  };
  return plain(event) as CloudEvent;
}

/** A copy without what is undefined, so that nobody who keeps the parts can change the event. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => plain(one ?? null));
  const copy: Record<string, unknown> = {};
  for (const [field, one] of Object.entries(value)) if (one !== undefined) copy[field] = plain(one);
  return copy;
}
