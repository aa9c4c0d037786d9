import { allows, type Grant } from '@hookline/access';
import { ApiError } from '@hookline/http';
import { type Memory, readScope, type Standing, scopeText } from '@hookline/memory';
import { mustAdminister } from './who-decides.ts';

/** What a person asks for, with the memory that it concerns and, for a merge, the one it goes into. */
export interface Wish {
  readonly action: string;
  readonly statement?: string | undefined;
  readonly scope?: string | undefined;
  readonly into?: Memory | undefined;
  /** Of the session that `scope` names. */
  readonly sessionProject?: string | null | undefined;
}

/**
 * Throws a 422 for a decision that makes no sense, and a 403 for one that the token may not take: making a memory hold
 * wider than its project concerns others. Returns the scope it moves to, as it is stored.
 */
export function checkDecision(grant: Grant, memory: Memory, wish: Wish, standing: Standing): string | undefined {
  const { action, statement, into } = wish;
  if (action === 'edit' && (statement === undefined || statement.trim() === '')) {
    throw wrong('statement: found none, expected what the memory says from now on');
  }
  if (action === 'merge') {
    if (into === undefined) throw wrong('into: found none, expected the memory that takes its place');
    if (into.id === memory.id) throw wrong('into: found the memory itself, expected another one');
    if (into.kind !== memory.kind || into.project !== memory.project) {
      throw wrong(
        `into: found a ${into.kind} of ${into.project}, expected a ${memory.kind} of ${memory.project}: only alike can be merged`,
      );
    }
    if (into.supersededBy !== undefined) {
      throw wrong(`into: found a memory that was merged away itself, expected ${into.supersededBy}`);
    }
  }
  return action === 'move' ? moveTo(grant, memory, wish, standing) : undefined;
}

function moveTo(grant: Grant, memory: Memory, { scope: given, sessionProject }: Wish, { teams }: Standing): string {
  const wanted = given === 'organisation' ? scopeText({ type: 'organisation', tenant: grant.tenant }) : given;
  const scope = wanted === undefined ? undefined : readScope(wanted);
  const forms = 'organisation, team:<name>, project:<project>, person:<actor>@<project> or session:<session>';
  if (wanted === undefined || scope === undefined) {
    throw wrong(`scope: found ${given === undefined ? 'none' : JSON.stringify(given)}, expected ${forms}`);
  }
  switch (scope.type) {
    case 'organisation':
      if (scope.tenant !== grant.tenant) throw wrong(`scope: found another tenant's, expected ${grant.tenant}`);
      mustAdminister(grant, 'telling a memory to everyone');
      break;
    case 'team':
      if (!teams.has(scope.team)) {
        throw wrong(
          `scope: there is no team ${JSON.stringify(scope.team)}, expected one of ${[...teams.keys()].join(', ') || 'those that `hookline memory teams set` makes'}`,
        );
      }
      if (!(teams.get(scope.team)!.length === 1 && teams.get(scope.team)![0] === memory.project)) {
        mustAdminister(grant, 'telling a memory to a team');
      }
      break;
    case 'session':
      if (sessionProject !== memory.project) throw wrong(`scope: found no session of ${memory.project}, expected one`);
      break;
    default:
      if (scope.project !== memory.project && !allows(grant, 'admin')) {
        mustAdminister(grant, `moving a memory of ${memory.project} to ${scope.project}`);
      }
  }
  return wanted;
}

function wrong(issue: string): ApiError {
  return new ApiError(422, 'bad-request', 'this decision makes no sense', { issues: [issue] });
}
