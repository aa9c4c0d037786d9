/** Where a memory holds, from the narrowest to the widest. */
export type Scope =
  | { readonly type: 'session'; readonly session: string }
  | { readonly type: 'person'; readonly actor: string; readonly project: string }
  | { readonly type: 'project'; readonly project: string }
  | { readonly type: 'team'; readonly team: string }
  | { readonly type: 'organisation'; readonly tenant: string };

export type ScopeType = Scope['type'];

/** The scope as one text, by which it is stored and compared: `project:github.com/acme/shop`, `person:ann@project:…`. */
export function scopeText(scope: Scope): string {
  switch (scope.type) {
    case 'session':
      return `session:${scope.session}`;
    case 'person':
      return `person:${encodeURIComponent(scope.actor)}@${scope.project}`;
    case 'project':
      return `project:${scope.project}`;
    case 'team':
      return `team:${scope.team}`;
    case 'organisation':
      return `organisation:${scope.tenant}`;
  }
}

/** Reads a scope's text; undefined for a text that is none. */
export function readScope(text: string): Scope | undefined {
  const colon = text.indexOf(':');
  const [type, rest] = [text.slice(0, colon), text.slice(colon + 1)];
  if (colon < 0 || rest === '') return undefined;
  switch (type) {
    case 'session':
      return { type, session: rest };
    case 'person': {
      const at = rest.indexOf('@');
      if (at <= 0 || at === rest.length - 1) return undefined;
      try {
        return { type, actor: decodeURIComponent(rest.slice(0, at)), project: rest.slice(at + 1) };
      } catch {
        return undefined;
      }
    }
    case 'project':
      return { type, project: rest };
    case 'team':
      return { type, team: rest };
    case 'organisation':
      return { type, tenant: rest };
    default:
      return undefined;
  }
}

/** Who asks, and from where. */
export interface Whereabouts {
  readonly tenant: string;
  readonly project?: string;
  readonly session?: string;
  readonly actor?: string;
  /** Teams that the project is of. */
  readonly teams: readonly string[];
}

/** The scopes whose memories hold there, the narrowest first. Nothing of any other scope may ever be told there. */
export function scopeWalk({ tenant, project, session, actor, teams }: Whereabouts): string[] {
  const walk: Scope[] = [];
  if (session !== undefined) walk.push({ type: 'session', session });
  if (actor !== undefined && project !== undefined) walk.push({ type: 'person', actor, project });
  if (project !== undefined) walk.push({ type: 'project', project });
  for (const team of [...teams].sort()) walk.push({ type: 'team', team });
  walk.push({ type: 'organisation', tenant });
  return walk.map(scopeText);
}
