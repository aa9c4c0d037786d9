import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { defaultCache } from '@hookline/servers';
import { eventually } from '@hookline/testing';

/** A store that speaks S3 on loopback. It checks whose key it is, not the signatures of version 4. */
export interface S3Server extends AsyncDisposable {
  /** What a program needs in its environment to use it. */
  readonly env: Record<string, string>;
}

const run = promisify(execFile);
const version = '3.7.1';
const folderOfServer = join(defaultCache(process.env), `s3rver-${version}`);

/**
 * Starts s3rver over a folder, with one bucket. It is fetched the first time and kept in the cache, apart from what this
 * repository installs: it is old, and nothing but these tests should have to trust it.
 */
export async function startS3(folder: string, bucket: string): Promise<S3Server> {
  if (!existsSync(folderOfServer)) {
    const fetched = `${folderOfServer}.fetched`;
    rmSync(fetched, { recursive: true, force: true });
    mkdirSync(fetched, { recursive: true });
    await run('npm', [
      'install',
      '--prefix',
      fetched,
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      `s3rver@${version}`,
    ]);
    renameSync(fetched, folderOfServer);
  }
  const port = await freePort();
  const program = join(folderOfServer, 'node_modules', 's3rver', 'bin', 's3rver.js');
  const args = [program, '--directory', folder, '--port', String(port), '--configure-bucket', bucket, '--silent'];
  const child = spawn(process.execPath, [...args, '--no-vhost-buckets'], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => (await fetch(url)).status > 0, { timeoutMs: 30_000, what: 's3rver answers' });
  return {
    env: { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER', AWS_ENDPOINT_URL: url },
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
