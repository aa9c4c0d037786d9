export { type Cause, cause } from './cause-shape.ts';
export { defineEvent, type EventKind, type EventVersion, type SubjectClass } from './define-event.ts';
export { type CloudEvent, type CloudEventInput, envelope, type RecordedEvent } from './envelope.ts';
export { eventId, shortHash } from './event-id.ts';
export { eventKinds } from './events/index.ts';
export { type NewEvent, newEvent } from './new-event.ts';
export { compareInSession, type Ordered, orderOf, sequenceAt } from './order.ts';
export { checkEvent, describeIssues, InvalidEventError, readEvent, UnknownVersionError } from './read-event.ts';
export {
  type BusEvent,
  classOf,
  type DataOf,
  type EventOf,
  findKind,
  type Kind,
  parseType,
  schemaUrn,
  typeOf,
  versionOf,
} from './registry.ts';
export { type BodyRef, bodyRef, type Effect, type Hunk, type Outcome, type Text, type Tokens } from './shapes.ts';
export { subjectOf } from './subject.ts';
