import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { eventually, freePort } from '@hookline/testing';
import { npmPackage } from '../npm-package.ts';

/** A store that speaks S3 on loopback. It checks whose key it is, not the signatures of version 4. */
export interface S3Server extends AsyncDisposable {
  /** What a program needs in its environment to use it. */
  readonly env: Record<string, string>;
}

const version = '3.7.1';

/**
 * Starts s3rver over a folder, with one bucket. It is fetched the first time and kept in the cache, apart from what this
 * repository installs: it is old, and nothing but these tests should have to trust it.
 */
export async function startS3(folder: string, bucket: string): Promise<S3Server> {
  const installed = await npmPackage({
    packageName: 's3rver',
    version,
    folder: `s3rver-${version}`,
    megabytes: 20,
  });
  const port = await freePort();
  const program = join(installed, 'node_modules', 's3rver', 'bin', 's3rver.js');
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
