import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../process/run-program.ts';
import {
  type AptSource,
  debianMirror,
  parseDeb822Sources,
  parseOneLineSources,
  sidSourceLine,
} from './sources-list.ts';

const timeoutMs = 120_000;

/**
 * The newest nats-server package of Debian's `sid`, through apt: signatures checked by the machine's
 * keyring, nothing installed, no root needed, the machine's own package lists untouched.
 */
export async function fetchFromDebian(folder: string, aptDir = '/etc/apt'): Promise<string> {
  if (!existsSync(aptDir)) throw new Error('this machine has no apt');
  const mirror = debianMirror(readSources(aptDir));
  if (!mirror) throw new Error(`no Debian mirror in ${aptDir}`);

  mkdirSync(join(folder, 'lists', 'partial'), { recursive: true });
  mkdirSync(join(folder, 'cache', 'archives', 'partial'), { recursive: true });
  writeFileSync(join(folder, 'sid.list'), sidSourceLine(mirror));
  writeFileSync(join(folder, 'apt.conf'), aptConfig(folder));
  const run = async (program: string, ...args: string[]) => {
    const env = { ...process.env, LC_ALL: 'C' };
    const { code, reason } = await runProgram(program, args, { timeoutMs, cwd: folder, env });
    if (code !== 0) throw new Error(`${program} failed: ${reason}`);
    return reason;
  };
  const updated = await run('apt-get', '-q', '-c', 'apt.conf', 'update');
  // Not to reach the mirror is only a warning to apt.
  const unreachable = /Failed to fetch .*/.exec(updated)?.[0];
  if (unreachable) throw new Error(unreachable);
  await run('apt-get', '-q', '-c', 'apt.conf', 'download', 'nats-server');
  const archive = readdirSync(folder).find((name) => name.endsWith('.deb'));
  if (!archive) throw new Error(`${mirror.uri} gave no nats-server package`);
  await run('dpkg-deb', '-x', archive, 'unpacked');
  return join(folder, 'unpacked', 'usr', 'sbin', 'nats-server');
}

/** State folders of our own, no privileges dropped (they could not read those), and no hooks of the machine's. */
function aptConfig(folder: string): string {
  return `#clear APT::Update;
#clear DPkg;
Dir::Etc::sourcelist "${folder}/sid.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::Lists "${folder}/lists";
Dir::Cache "${folder}/cache";
APT::Sandbox::User "${process.getuid?.() === 0 ? 'root' : ''}";
Acquire::Languages "none";
Acquire::Retries "2";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
`;
}

function readSources(aptDir: string): AptSource[] {
  const parts = join(aptDir, 'sources.list.d');
  const files = [
    join(aptDir, 'sources.list'),
    ...(existsSync(parts) ? readdirSync(parts).map((name) => join(parts, name)) : []),
  ];
  return files.flatMap((file) => {
    const parse = file.endsWith('.sources')
      ? parseDeb822Sources
      : file.endsWith('.list')
        ? parseOneLineSources
        : undefined;
    if (!parse || !existsSync(file)) return [];
    try {
      return parse(readFileSync(file, 'utf8'));
    } catch {
      return [];
    }
  });
}
