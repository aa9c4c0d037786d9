import { z } from 'zod';
import { envelope } from '../envelope.ts';
import { eventKinds } from '../events/index.ts';
import { schemaUrn } from '../registry.ts';

/** A file of `generated/`: its name and the bytes it must have. */
export interface GeneratedFile {
  readonly name: string;
  readonly content: string;
}

/** The JSON Schema of every version of every kind, as producers have to send it, and of the envelope. */
export function jsonSchemaFiles(): GeneratedFile[] {
  const kinds = eventKinds.flatMap((kind) =>
    kind.versions.map(({ schema }, index) => {
      const version = index + 1;
      return file(`${kind.kind}.v${version}.json`, {
        $id: schemaUrn(kind.kind, version),
        title: `${kind.kind} v${version}`,
        description: kind.description,
        ...z.toJSONSchema(schema, { io: 'input' }),
      });
    }),
  );
  const { data: _, ...attributes } = envelope.shape;
  const shape = z.object(attributes);
  return [
    file('envelope.v1.json', { $id: 'urn:hookline:schema:envelope:1', ...z.toJSONSchema(shape, { io: 'input' }) }),
    ...kinds,
  ];
}

function file(name: string, schema: object): GeneratedFile {
  return { name, content: `${JSON.stringify(schema, null, 2)}\n` };
}
