import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import * as http from 'node:http';
import { join } from 'node:path';
import { runProgram } from '../process/run-program.ts';

const officialReleases = 'https://github.com/nats-io/nats-server/releases/download';
const timeoutMs = 120_000;
const archiveBytesMax = 100 * 1024 * 1024;

/** The official release archive of one version, checked against the checksums published beside it. */
export async function fetchRelease(folder: string, version: string, base = officialReleases): Promise<string> {
  const name = releaseName(version, process.platform, process.arch);
  const from = `${base.replace(/\/$/, '')}/v${version}`;
  const [sums, archive] = await Promise.all([download(`${from}/SHA256SUMS`), download(`${from}/${name}.tar.gz`)]);
  const expected = checksumOf(sums.toString('utf8'), `${name}.tar.gz`);
  const found = createHash('sha256').update(archive).digest('hex');
  if (found !== expected) {
    throw new Error(
      `${from}/${name}.tar.gz has checksum ${found}, but SHA256SUMS says ${expected ?? 'nothing about it'}`,
    );
  }
  writeFileSync(join(folder, 'release.tar.gz'), archive);
  const { code, reason } = await runProgram('tar', ['-xzf', 'release.tar.gz'], { timeoutMs, cwd: folder });
  if (code !== 0) throw new Error(`cannot unpack ${name}.tar.gz: ${reason}`);
  return join(folder, name, 'nats-server');
}

/** The name the project gives its archives, without the ending. */
export function releaseName(version: string, platform: string, arch: string): string {
  const machine = { x64: 'amd64', arm64: 'arm64', arm: 'arm7', ia32: '386' }[arch] ?? arch;
  return `nats-server-v${version}-${platform}-${machine}`;
}

/** The checksum of one file in the text of a SHA256SUMS file. */
export function checksumOf(sums: string, file: string): string | undefined {
  for (const line of sums.split('\n')) {
    const [sum, name] = line.trim().split(/\s+\*?/);
    if (name === file && /^[0-9a-f]{64}$/i.test(sum ?? '')) return sum?.toLowerCase();
  }
  return undefined;
}

async function download(url: string): Promise<Buffer> {
  const restoreProxy = http.setGlobalProxyFromEnv?.();
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok || !response.body) throw new Error(`answered ${response.status}`);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body) {
      bytes += chunk.length;
      if (bytes > archiveBytesMax) throw new Error(`is larger than ${archiveBytesMax} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    const cause = (error as { cause?: Error }).cause?.message;
    throw new Error(`${url}: ${cause ?? (error as Error).message}`, { cause: error });
  } finally {
    restoreProxy?.();
  }
}
