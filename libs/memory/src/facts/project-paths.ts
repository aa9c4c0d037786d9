import type { Fact, FactEffect } from './fact.ts';

/**
 * The facts of a session with every path inside of `root` relative to it, as everybody who works on the project would
 * say it: people and worktrees have the project in folders of their own. Other paths stay as they are.
 */
export function inProject(facts: readonly Fact[], root: string | undefined): Fact[] {
  const top = (root ?? '').replaceAll('\\', '/').replace(/\/+$/, '');
  if (top === '') return [...facts];
  const local = (path: string): string => {
    const slashed = /^[A-Za-z]:\\/.test(path) ? path.replaceAll('\\', '/') : path;
    return slashed.startsWith(`${top}/`) ? slashed.slice(top.length + 1) : path;
  };
  return facts.map((fact) => localised(fact, local));
}

function localised(fact: Fact, local: (path: string) => string): Fact {
  switch (fact.type) {
    case 'read':
      return { ...fact, path: local(fact.path) };
    case 'wrote':
      return { ...fact, path: local(fact.path), ...(fact.from !== undefined && { from: local(fact.from) }) };
    case 'commit':
      return { ...fact, files: fact.files.map(local) };
    case 'call-started':
    case 'call-ended':
      return { ...fact, effects: fact.effects.map((effect) => localEffect(effect, local)) };
    default:
      return fact;
  }
}

function localEffect(effect: FactEffect, local: (path: string) => string): FactEffect {
  return effect.type.startsWith('file.') && effect.object !== undefined
    ? { ...effect, object: local(effect.object) }
    : effect;
}
