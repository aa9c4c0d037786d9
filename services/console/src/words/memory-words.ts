import type { Surface } from '@hookline/memory';
import type { Memory, MemoryKind } from '../api/memory.ts';
import { counted } from './quantity.ts';

/** What memories of a kind are called, one and several; one as the bus calls it. */
export const kindNames: Readonly<Record<MemoryKind, { readonly one: string; readonly many: string }>> = {
  command: { one: 'Command', many: 'Commands' },
  pitfall: { one: 'Pitfall', many: 'Pitfalls' },
  remedy: { one: 'Remedy', many: 'Remedies' },
  violation: { one: 'Rule violated often', many: 'Rules violated often' },
  flaky: { one: 'Flaky command', many: 'Flaky commands' },
  environment: { one: 'Environment', many: 'Environments' },
  'co-change': { one: 'Changed together', many: 'Changed together' },
  'read-first': { one: 'Read before edit', many: 'Read before edit' },
  file: { one: 'File', many: 'Files' },
  episode: { one: 'Episode', many: 'Episodes' },
  permission: { one: 'Permission', many: 'Permissions' },
  rejection: { one: 'Rejection', many: 'Rejections' },
  correction: { one: 'Correction', many: 'Corrections' },
  directive: { one: 'Directive', many: 'Directives' },
  decision: { one: 'Decision', many: 'Decisions' },
  preference: { one: 'Preference', many: 'Preferences' },
  fact: { one: 'Fact', many: 'Facts' },
  procedure: { one: 'Procedure', many: 'Procedures' },
};

export function kindName(kind: string): string {
  return kindNames[kind as MemoryKind]?.one ?? kind;
}

const reasons: Readonly<Record<string, string>> = {
  support: 'seen often enough to hold by itself',
  'too-little-support': 'not seen often enough yet',
  'needs-review': 'a person has to approve it',
  curated: 'a person decided so',
  contradicted: 'later sessions speak against it',
  superseded: 'another one took its place',
  gone: 'what it stands on is gone',
  harmful: 'it did harm where it was told',
  expired: 'nothing refreshed it for too long',
  'source-erased': 'what it was made of was erased',
};

/** Why a memory has its status, as the end of a sentence. */
export function reasonText(reason: string): string {
  return reasons[reason] ?? reason;
}

/** `4 sessions, 2 people`: how far it was seen. */
export function supportText({ sessions, actors }: Pick<Memory['support'], 'sessions' | 'actors'>): string {
  return [counted(sessions, 'session'), ...(actors > 0 ? [counted(actors, 'person', 'people')] : [])].join(', ');
}

/** Where a memory holds, in words. */
function scopeWords(scope: string): { readonly type: string; readonly of: string } {
  const colon = scope.indexOf(':');
  const [type, rest] = colon < 0 ? ['', scope] : [scope.slice(0, colon), scope.slice(colon + 1)];
  switch (type) {
    case 'session':
      return { type: 'One session', of: rest };
    case 'person':
      return { type: 'One person', of: decoded(rest.slice(0, rest.indexOf('@'))) };
    case 'project':
      return { type: 'Project', of: rest.split('/').at(-1) ?? rest };
    case 'team':
      return { type: 'Team', of: rest };
    case 'organisation':
      return { type: 'Everybody', of: '' };
    default:
      return { type: scope, of: '' };
  }
}

/** `Project shop`, `Everybody`. */
export function scopeText(scope: string): string {
  const { type, of } = scopeWords(scope);
  return of === '' ? type : `${type} ${of}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const surfaces: Readonly<Record<Surface, string>> = {
  'session-start': 'At the start of a session',
  prompt: 'With a prompt',
  'before-edit': 'Before an edit',
  'before-command': 'Before a command',
  'after-failure': 'After a failure',
};

/** Where a memory is told, in words. */
export function surfaceText(surface: string): string {
  return surfaces[surface as Surface] ?? surface;
}

const outcomes = {
  helpful: 'it helped',
  harmful: 'it did harm',
  ignored: 'nothing came of it',
} as const;

/** How one use of a memory went. */
export function outcomeText(outcome: keyof typeof outcomes): string {
  return outcomes[outcome];
}

/** A title as it is read: back-quotes mark what is code, and a title has no place for that. */
export function titleText(title: string): string {
  return title.replaceAll('`', '');
}
