import type { SharedView } from './shared-view.ts';

const buckets = 120;
const [width, height] = [720, 40];

/** Where the work and the failures were, as bars over time. Undefined for a session without length. */
export function stripOf({ entries, beganMs, endedMs }: SharedView): string | undefined {
  const lengthMs = endedMs - beganMs;
  if (lengthMs <= 0) return undefined;
  const all = new Array<number>(buckets).fill(0);
  const bad = new Array<number>(buckets).fill(0);
  for (const entry of entries) {
    const bucket = Math.min(buckets - 1, Math.max(0, Math.floor(((entry.atMs - beganMs) / lengthMs) * buckets)));
    all[bucket]! += 1;
    if (entry.kind === 'call' && ['failed', 'denied', 'interrupted'].includes(entry.outcome)) bad[bucket]! += 1;
  }
  const most = Math.max(1, ...all);
  const bar = (count: number, index: number, fill: string) => {
    const tall = Math.max(2, (count / most) * height);
    return `<rect x="${(index * width) / buckets}" y="${(height - tall).toFixed(1)}" width="${width / buckets - 1}" height="${tall.toFixed(1)}" rx="1" fill="${fill}"/>`;
  };
  const bars = all.flatMap((count, index) => [
    ...(count > 0 ? [bar(count, index, 'var(--accent)')] : []),
    ...(bad[index]! > 0 ? [bar(bad[index]!, index, 'var(--bad)')] : []),
  ]);
  return `<svg viewBox="0 0 ${width} ${height + 2}" preserveAspectRatio="none" role="img" aria-label="Work and failures over time">${bars.join('')}</svg>`;
}
