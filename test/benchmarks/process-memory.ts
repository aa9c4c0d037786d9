import { readdirSync, readFileSync } from 'node:fs';

/** What a process holds, in megabytes of 2^20 bytes. */
export interface ProcessMemory {
  readonly name: string;
  readonly pid: number;
  readonly residentMb: number;
  /** Pages shared with other processes counted in proportion, so that sums mean something. */
  readonly proportionalMb: number;
}

/** A process and all below it, from /proc. */
export function treeMemory(root: number): ProcessMemory[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readProc(name, 'stat');
    if (stat !== undefined) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const family = new Set([root]);
  for (let before = 0; before < family.size; ) {
    before = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  return [...family].flatMap((pid) => {
    const name = readProc(String(pid), 'comm')?.trim();
    const status = readProc(String(pid), 'status');
    const rollup = readProc(String(pid), 'smaps_rollup');
    if (name === undefined || status === undefined) return [];
    const residentMb = kilobytes(status, 'VmRSS') / 1024;
    return [
      { name, pid, residentMb, proportionalMb: rollup === undefined ? residentMb : kilobytes(rollup, 'Pss') / 1024 },
    ];
  });
}

function readProc(pid: string, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

function kilobytes(text: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
}
