import type { CloudEvent, RecordedEvent } from '@hookline/schemas';
import type { ParquetColumn } from './parquet-stream.ts';

type Attribute = keyof CloudEvent & string;

const text = (name: Attribute): ParquetColumn<RecordedEvent> => ({
  name,
  type: 'text',
  of: ({ event }) => event[name],
});
const time = (name: Attribute): ParquetColumn<RecordedEvent> => ({
  name,
  type: 'timestamp',
  of: ({ event }) => event[name],
});

/** Events as a table: attributes that people filter by are columns, `data` is the event's data as JSON text. */
export const eventColumns: readonly ParquetColumn<RecordedEvent>[] = [
  { name: 'position', type: 'bigint', of: ({ position }) => position },
  text('id'),
  text('type'),
  { name: 'kind', type: 'text', of: ({ event }) => kindOf(event.type) },
  time('time'),
  time('recordedtime'),
  text('tenant'),
  text('project'),
  text('session'),
  text('sequence'),
  text('agent'),
  text('parentagent'),
  text('turn'),
  text('actor'),
  text('harness'),
  text('harnessversion'),
  text('origin'),
  text('trust'),
  text('causationid'),
  text('subject'),
  text('source'),
  { name: 'data', type: 'json', of: ({ event }) => JSON.stringify(event.data) },
];

function kindOf(type: string): string {
  return type.replace(/^hookline\./, '').replace(/\.v\d+$/, '');
}
