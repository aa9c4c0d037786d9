import type { Database } from '@hookline/db';
import type { BodyStore } from '@hookline/log';
import { bodiesOf, type PlacedEvent, textsOf, type Workspace, WorkspaceFold, worksOf } from '@hookline/workspace';
import { readFacts, readWhole } from './read-facts.ts';

/** Facts whose texts are held at one time. */
const chunk = 200;

/** Where sessions and long texts are read from. */
export interface Stores {
  readonly db: Database;
  readonly bodies: BodyStore;
}

/** What the files of a session held, from all its events, or those of up to a position of the log. */
export async function readWorkspace({ db, bodies }: Stores, session: string, until?: number): Promise<Workspace> {
  const facts = await readFacts(db, session, until);
  const fold = new WorkspaceFold(worksOf(facts));
  const long = facts.filter(({ event: { kind } }) => kind === 'file.read' || kind === 'file.written');
  let loaded = new Map<number, PlacedEvent>();
  let texts = new Map<string, string>();
  let next = 0;
  for (const fact of facts) {
    const isLong = long[next]?.position === fact.position;
    if (isLong && next % chunk === 0) {
      loaded = await readWhole(
        db,
        long.slice(next, next + chunk).map(({ position }) => position),
      );
      texts = await readBodies(bodies, [...loaded.values()]);
    }
    if (isLong) next += 1;
    const whole = isLong ? (loaded.get(fact.position) ?? fact) : fact;
    fold.step(
      whole,
      textsOf(whole.event, (ref) => texts.get(ref)),
    );
  }
  return fold.result();
}

/** The long texts of some events, by their references. Those that are not held any more are left out. */
export async function readBodies(bodies: BodyStore, events: readonly PlacedEvent[]): Promise<Map<string, string>> {
  const refs = [...new Set(events.flatMap(({ event }) => bodiesOf(event)))];
  const texts = new Map<string, string>();
  for (const ref of refs) {
    const text = await bodies.get(ref);
    if (text !== undefined) texts.set(ref, text);
  }
  return texts;
}
