import { WrongVersionError } from '../errors.ts';

/** The versions this build was tried with. Others from `oldestNats` on are used with a warning. */
export const testedNats: readonly string[] = ['2.15.1'];
export const oldestNats = '2.14.0';

/** `2.15.1` out of `nats-server: v2.15.1` or a bare version; undefined when the text holds none. */
export function parseNatsVersion(text: string): string | undefined {
  return /\bv?(\d+\.\d+\.\d+)/.exec(text)?.[1];
}

/** Negative when `a` is the older. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function isUsableNats(version: string): boolean {
  return compareVersions(version, oldestNats) >= 0;
}

/** Throws `WrongVersionError` for a nats-server below 2.14; true when it is one of the tested versions. */
export function checkNatsVersion(version: string, where: string): boolean {
  if (isUsableNats(version)) return testedNats.includes(version);
  throw new WrongVersionError(
    { program: `nats-server (${where})`, found: version, needed: '2.14 or newer' },
    'Upgrade it, or unset HOOKLINE_NATS_SERVER and HOOKLINE_NATS_URL so that a fitting one is fetched.',
  );
}
