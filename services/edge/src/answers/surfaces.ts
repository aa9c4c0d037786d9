import { type Surface, surfaces } from '@hookline/memory';

/**
 * Reads a setting that says where agents are told something: `on`, `off`, or names of surfaces with commas between.
 * Throws for a name that is none.
 */
export function surfacesOf(setting: string): ReadonlySet<Surface> {
  const names = setting
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 1 && names[0] === 'off') return new Set();
  if (names.length === 0 || (names.length === 1 && names[0] === 'on')) return new Set(surfaces);
  const unknown = names.find((name) => !surfaces.some((surface) => surface === name));
  if (unknown !== undefined) {
    throw new Error(`HOOKLINE_INJECTION: found ${unknown}, expected on, off, or some of ${surfaces.join(',')}`);
  }
  return new Set(names as Surface[]);
}
