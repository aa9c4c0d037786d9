import type { EventKind } from '../define-event.ts';
import { eventKinds } from '../events/index.ts';
import { schemaUrn, typeOf } from '../registry.ts';

const parameters = {
  tenant: 'Whose bus it is',
  project: 'Short hash of the project, or -',
  session: 'Short hash of the session, or -',
  class: 'One of the eight subject classes',
};

/** The AsyncAPI 3 document of the bus: one channel, a message per kind at its newest version. */
export function asyncApiDocument(): object {
  const messages = Object.fromEntries(eventKinds.map((kind) => [kind.kind, messageOf(kind)]));
  const classes = [...new Set(eventKinds.map((kind) => kind.class))].sort();
  const refs = eventKinds.map((kind) => ({ $ref: `#/channels/events/messages/${kind.kind}` }));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Hookline event bus',
      version: '1.0.0',
      description:
        'Everything coding agents do, as one ordered log. Events are CloudEvents 1.0; on the broker they are in the binary mode of the NATS binding: attributes as ce- headers, data as the body.',
    },
    defaultContentType: 'application/json',
    channels: {
      events: {
        address: 'evt.{tenant}.{project}.{session}.{class}',
        title: 'The log',
        parameters: Object.fromEntries(
          Object.entries(parameters).map(([name, description]) => [
            name,
            name === 'class'
              ? { description, enum: [...classes, 'other'].filter((value, at, all) => all.indexOf(value) === at) }
              : { description },
          ]),
        ),
        messages: Object.fromEntries(
          eventKinds.map((kind) => [kind.kind, { $ref: `#/components/messages/${kind.kind}` }]),
        ),
      },
    },
    operations: {
      publishEvents: {
        action: 'receive',
        summary: 'Events that producers publish',
        channel: { $ref: '#/channels/events' },
        messages: refs,
      },
      readEvents: {
        action: 'send',
        summary: 'Events in the order of the log',
        channel: { $ref: '#/channels/events' },
        messages: refs,
      },
    },
    components: { messages },
  };
}

function messageOf(kind: EventKind): object {
  return {
    name: typeOf(kind.kind as Parameters<typeof typeOf>[0]),
    title: kind.kind,
    summary: kind.description,
    contentType: 'application/json',
    headers: { $ref: './envelope.v1.json' },
    payload: { $ref: `./${kind.kind}.v${kind.versions.length}.json` },
    'x-dataschema': schemaUrn(kind.kind, kind.versions.length),
  };
}
