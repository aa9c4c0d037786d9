import type { HeadlessHarness } from './harness.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What every program gets: who and where it is, how it speaks, and how it reaches the network. */
const common: readonly string[] = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LC_',
  'TZ',
  'TMPDIR',
  'TERM',
  'XDG_',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
];

/**
 * What a harness may see of our environment: what every program gets, its own variables and those that were named. Nothing
 * of Hookline is among them, least of all a token, unless somebody named it.
 */
export function environmentFor(
  harness: Pick<HeadlessHarness, 'variables' | 'never'>,
  env: Environment,
  named: readonly string[] = [],
): Record<string, string> {
  const never = new Set(harness.never ?? []);
  const kept = [...common, ...harness.variables].filter((name) => !name.startsWith('HOOKLINE'));
  const isKept = (name: string) =>
    named.includes(name) ||
    (!never.has(name) && kept.some((one) => (one.endsWith('_') ? name.startsWith(one) : name === one)));
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && isKept(entry[0])),
  );
}
