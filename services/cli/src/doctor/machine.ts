import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { homeOf } from '@hookline/service/home';
import type { Surroundings } from '../command.ts';
import type { Finding } from './finding.ts';

const freeBytesMin = 1024 ** 3;

/** What hookline stands on here: Node, disk, who may read its secrets. */
export async function examineMachine({ env }: Surroundings): Promise<Finding[]> {
  const home = homeOf(env);
  const findings: Finding[] = [{ level: 'ok', part: 'node', message: process.versions.node }];
  const disk = await statfs(home).catch(() => undefined);
  if (disk) {
    const freeBytes = disk.bavail * disk.bsize;
    const gigabytes = (freeBytes / 1024 ** 3).toFixed(1);
    if (freeBytes < freeBytesMin) {
      findings.push({
        level: 'warning',
        part: 'disk',
        message: `${gigabytes} GB free at ${home}`,
        advice: 'free some space: a full disk stops the log',
      });
    } else findings.push({ level: 'ok', part: 'disk', message: `${gigabytes} GB free at ${home}` });
  }
  for (const name of ['token', 'key']) {
    const file = await stat(join(home, name)).catch(() => undefined);
    if (file && (file.mode & 0o077) !== 0) {
      findings.push({
        level: 'problem',
        part: name,
        message: `others may read ${join(home, name)}`,
        advice: `chmod 600 ${join(home, name)}`,
      });
    }
  }
  return findings;
}
