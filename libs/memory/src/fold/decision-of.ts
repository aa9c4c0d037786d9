import { type RecordedEvent, readEvent } from '@hookline/schemas';
import { timeOf } from '../facts/time-of.ts';
import type { Decision } from './decision.ts';

/** Most events decide nothing: they are not read for it. */
const deciding = /^hookline\.(memory|team|project|skill)\./;

/** What an event says that people decided about memories; undefined for events that decide nothing. */
export function decisionOf({ position, event }: RecordedEvent): Decision | undefined {
  if (!deciding.test(event.type)) return undefined;
  const read = readEvent(event);
  if (read === undefined) return undefined;
  const place = { eventId: read.id, position, time: timeOf(read.time) };
  switch (read.kind) {
    case 'memory.curated': {
      const { memory, action, by, reason, statement, into, scope, seen } = read.data;
      return {
        ...place,
        type: 'curated',
        memory,
        action,
        by,
        ...(reason !== undefined && { reason }),
        ...(statement !== undefined && { statement }),
        ...(into !== undefined && { into }),
        ...(scope !== undefined && { scope }),
        ...(seen !== undefined && { seen }),
      };
    }
    case 'memory.judged':
      return {
        ...place,
        type: 'judged',
        memory: read.data.memory,
        verdict: read.data.verdict,
        by: read.data.by,
        project: read.project,
      };
    case 'memory.revoked': {
      const { sessions, actors, undone, by, reason } = read.data;
      return { ...place, type: 'revoked', sessions, actors, undone, by, reason };
    }
    case 'team.changed':
      return { ...place, type: 'team', team: read.data.team, projects: read.data.projects };
    case 'project.aliased':
      return {
        ...place,
        type: 'alias',
        alias: read.data.alias,
        project: read.data.project,
        undone: read.data.undone === true,
      };
    case 'skill.published': {
      const { memory, name, as, path, branch, hash, by } = read.data;
      return { ...place, type: 'published', memory, name, as, path, ...(branch !== undefined && { branch }), hash, by };
    }
    default:
      return undefined;
  }
}
