import type { DataOf } from '@hookline/schemas';
import type { ArrangedEvent } from '../arrange.ts';
import type { Projection } from '../projection.ts';

export type PlanItem = DataOf<'plan.updated'>['items'][number];

/** One change of a list of things to do. The list at a moment follows from the rows up to it: see `planAt`. */
export interface PlanRow {
  session: string;
  /** The id of its event. */
  plan: string;
  /** True when `items` is the whole list. */
  whole: boolean;
  items: PlanItem[];
  agent: string | null;
  turn: string | null;
  at: string;
  orderKey: string;
  position: number;
}

export const plans: Projection<PlanRow> = {
  name: 'plans',
  version: 1,
  key: 'plan',
  columns: {
    session: 'text',
    plan: 'text',
    whole: 'boolean',
    items: 'json',
    agent: 'text',
    turn: 'text',
    at: 'timestamptz',
    orderKey: 'text',
    position: 'bigint',
  },
  places: ['position'],
  rowPerEvent: true,
  keysOf: ({ event }) =>
    event.session !== '-' &&
    (event.kind === 'plan.updated' || event.kind === 'task.created' || event.kind === 'task.completed')
      ? [event.id]
      : [],
  evolve,
};

function evolve(_: PlanRow | undefined, { event, at, order, position }: ArrangedEvent): PlanRow {
  const common = {
    session: event.session,
    plan: event.id,
    agent: event.agent ?? null,
    turn: event.turn ?? null,
    at,
    orderKey: order,
    position,
  };
  switch (event.kind) {
    case 'plan.updated':
      return { ...common, whole: event.data.whole, items: event.data.items };
    case 'task.created':
    case 'task.completed': {
      const { task, title, description } = event.data;
      const status = event.kind === 'task.created' ? 'pending' : 'done';
      const item = {
        id: task,
        text: title,
        status,
        ...(description === undefined ? {} : { detail: description }),
      } as const;
      return { ...common, whole: false, items: [item] };
    }
    default:
      throw new Error(`${event.kind} does not change a plan`);
  }
}

/** The list after the given rows of one session: a whole list replaces, single items change or are added; deleted ones go. */
export function planAt(rows: readonly PlanRow[]): PlanItem[] {
  const items = new Map<string, PlanItem>();
  for (const row of [...rows].sort((a, b) => (a.orderKey < b.orderKey ? -1 : 1))) {
    if (row.whole) items.clear();
    for (const item of row.items) {
      if (item.status === 'deleted') items.delete(item.id);
      else items.set(item.id, { ...items.get(item.id), ...item });
    }
  }
  return [...items.values()];
}
