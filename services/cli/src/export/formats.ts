import { otlpJson, otlpProtobuf, trajectoryOfSession, viewSession } from '@hookline/exports';
import { type RecordedEvent, readEvent } from '@hookline/schemas';
import { tracesOfSession } from './commits.ts';

/** What a format is told besides the events. */
interface FormatOptions {
  readonly content: boolean;
  /** A working tree, for formats that speak of commits. */
  readonly repository: string;
  /** Where sessions can be looked at, without a slash at the end. */
  readonly url: string;
}

/** A format of one session. Text, or the bytes of a file. */
export interface Format {
  readonly binary?: boolean;
  write(events: readonly RecordedEvent[], options: FormatOptions): string | Uint8Array | Promise<string>;
}

/** The formats beside our own JSON lines, and Parquet, which is written as it is read. */
export const formats: Readonly<Record<string, Format>> = {
  otlp: { write: (events, { content }) => `${otlpJson(viewOf(events), { content })}\n` },
  'otlp-protobuf': { binary: true, write: (events, { content }) => otlpProtobuf(viewOf(events), { content }) },
  atif: { write: (events) => `${JSON.stringify(trajectoryOfSession(viewOf(events)), null, 2)}\n` },
  'agent-trace': {
    write: async (events, { repository, url }) => {
      const traces = await tracesOfSession(viewOf(events), repository, url);
      return traces.map((trace) => `${JSON.stringify(trace)}\n`).join('');
    },
  },
};

/** A session as the events say it, in session order; kinds this build does not know are left out. */
export function viewOf(events: readonly RecordedEvent[]) {
  return viewSession(events.flatMap(({ event }) => readEvent(event) ?? []));
}
