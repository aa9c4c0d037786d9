/** A program with its version, or what the machine is, as an output says it. */
export interface SeenVersion {
  /** A program's name in small letters, or `platform`. */
  readonly name: string;
  readonly version: string;
}

const number = String.raw`v?(?<version>\d+\.\d+(?:\.\d+)*(?:[-+.][0-9A-Za-z.]{1,20})?)`;

/** Lines that programs announce themselves with, whatever they were asked for. */
const announcing: readonly (readonly [name: string, line: RegExp])[] = [
  ['bun', new RegExp(`^bun (?:test|install|run|build) ${number}`)],
  ['vitest', new RegExp(`^\\s*(?:RUN|DEV)\\s+${number}`)],
  ['vite', new RegExp(`^\\s*(?:VITE|vite) ${number}`)],
  ['pytest', new RegExp(`\\bpytest-${number}`)],
  ['python', new RegExp(`^platform \\w+ -- Python ${number}`)],
  ['next', new RegExp(`^\\s*▲ Next\\.js ${number}`)],
  ['webpack', new RegExp(`^webpack ${number} compiled`)],
  ['node', new RegExp(`^Node\\.js ${number}$`)],
  ['jest', new RegExp(`^jest ${number}`)],
  ['gradle', new RegExp(`^Gradle ${number}`)],
];

/** How programs are asked for their version, and what they then say. */
const asked = /^(-v|-V|--version|version|-version)$/;
const answer = new RegExp(`(?:^|\\s|/|\\()(?:go|v)?${number}(?=$|[\\s,;)])`);
const aliases: Readonly<Record<string, string>> = { python3: 'python', pip3: 'pip', nodejs: 'node', golang: 'go' };

const platforms: Readonly<Record<string, string>> = { Darwin: 'darwin', Linux: 'linux' };
const linesMax = 40;
const versionLengthMax = 60;

/** Whether these words ask a program for its version; then its name. */
export function askedVersion(words: readonly string[]): string | undefined {
  if (words.length !== 2 || !asked.test(words[1]!)) return undefined;
  const base = words[0]!.slice(words[0]!.lastIndexOf('/') + 1).toLowerCase();
  return /^[a-z][a-z0-9_+-]{0,30}$/.test(base) ? (aliases[base] ?? base) : undefined;
}

/** The version that a program which was asked for it says; undefined where it says none. */
export function answeredVersion(output: string): string | undefined {
  for (const line of output.split('\n', 5)) {
    const version = answer.exec(line)?.groups?.version;
    if (version !== undefined) return version.slice(0, versionLengthMax);
  }
  return undefined;
}

/** What an output says of versions by the way: at most one per name, the first. */
export function announcedVersions(output: string): SeenVersion[] {
  const found = new Map<string, string>();
  for (const line of output.split('\n', linesMax)) {
    for (const [name, pattern] of announcing) {
      const version = pattern.exec(line)?.groups?.version;
      if (version !== undefined && !found.has(name)) found.set(name, version.slice(0, versionLengthMax));
    }
    const platform = platformIn(line);
    if (platform !== undefined && !found.has('platform')) found.set('platform', platform);
  }
  return [...found].map(([name, version]) => ({ name, version }));
}

function platformIn(line: string): string | undefined {
  const go = /^go version go\S+ (?<platform>[a-z]+\/[a-z0-9]+)$/.exec(line)?.groups?.platform;
  if (go !== undefined) return go;
  const uname = /^(?<system>Darwin|Linux) .*\b(?<machine>x86_64|arm64|aarch64)\b/.exec(line)?.groups;
  if (uname === undefined) return undefined;
  const machine = { x86_64: 'amd64', aarch64: 'arm64' }[uname.machine!] ?? uname.machine;
  return `${platforms[uname.system!]}/${machine}`;
}
