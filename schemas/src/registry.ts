import type { SubjectClass } from './define-event.ts';
import type { CloudEvent } from './envelope.ts';
import { eventKinds } from './events/index.ts';

type KnownKind = (typeof eventKinds)[number];

/** The name of a kind, for example `tool.finished`. */
export type Kind = KnownKind['kind'];

/** Today's data of a kind. */
export type DataOf<K extends Kind> =
  Extract<KnownKind, { kind: K }> extends { schema: { _zod: { output: infer Data } } } ? Data : never;

/** An event as readers see it: its data has today's shape, and `kind` tells which. */
export type BusEvent = { [K in Kind]: EventOf<K> }[Kind];

/** An event of one kind as readers see it. */
export type EventOf<K extends Kind> = Omit<CloudEvent, 'data'> & { readonly kind: K; readonly data: DataOf<K> };

const byKind = new Map<string, KnownKind>(eventKinds.map((kind) => [kind.kind, kind]));

/** The kind of that name, or undefined when this build does not know it. */
export function findKind(kind: string): KnownKind | undefined {
  return byKind.get(kind);
}

/** The version that events of this kind are written at today. */
export function versionOf(kind: Kind): number {
  return byKind.get(kind)!.versions.length;
}

/** The CloudEvents `type` of a kind as it is written today, for example `hookline.tool.finished.v1`. */
export function typeOf(kind: Kind): string {
  return `hookline.${kind}.v${versionOf(kind)}`;
}

/** The CloudEvents `dataschema` of a version of a kind. */
export function schemaUrn(kind: string, version: number): string {
  return `urn:hookline:schema:${kind}:${version}`;
}

/** The subject token by which the broker can filter events of this kind; `other` for a kind this build does not know. */
export function classOf(kind: string): SubjectClass {
  return byKind.get(kind)?.class ?? 'other';
}

/** Takes a CloudEvents `type` apart; undefined when it is not one of ours. */
export function parseType(type: string): { kind: string; version: number } | undefined {
  const match = /^hookline\.([a-z]+(?:\.[a-z]+)+)\.v([1-9][0-9]*)$/.exec(type);
  return match ? { kind: match[1]!, version: Number(match[2]) } : undefined;
}
