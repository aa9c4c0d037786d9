import type { WorkItem, WorkState } from '../api/work.ts';
import type { Tone } from '../parts/badge.tsx';
import type { IconName } from '../parts/icon.tsx';
import { counted } from './quantity.ts';

/** How an item stands, in words, with sign and colour. */
export const workStates: Readonly<Record<WorkState, { tone: Tone; icon: IconName; label: string }>> = {
  offered: { tone: 'calm', icon: 'dots', label: 'Offered' },
  claimed: { tone: 'busy', icon: 'going', label: 'Claimed' },
  waiting: { tone: 'calm', icon: 'pause', label: 'Waiting' },
  completed: { tone: 'good', icon: 'check', label: 'Completed' },
  dead: { tone: 'bad', icon: 'cross', label: 'Dead' },
  cancelled: { tone: 'calm', icon: 'barred', label: 'Cancelled' },
  expired: { tone: 'warn', icon: 'hand', label: 'Expired' },
};

/** Neither ended nor given up. */
export function isOpen({ state }: Pick<WorkItem, 'state'>): boolean {
  return state === 'offered' || state === 'claimed' || state === 'waiting';
}

const titleMax = 160;

/** What an item asks for: the first line of its prompt, else what its payload says, else its id. */
export function itemTitle({ id, payload }: Pick<WorkItem, 'id' | 'payload'>): string {
  const words = typeof payload === 'string' ? payload : wordsOf(payload);
  const line = words
    ?.split('\n')
    .map((one) => one.trim())
    .find((one) => one !== '');
  if (line === undefined) return `Item ${id.slice(0, 12)}`;
  return line.length > titleMax ? `${line.slice(0, titleMax - 1)}…` : line;
}

function wordsOf(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const { prompt, title, task } = payload as Readonly<Record<string, unknown>>;
  const said = [prompt, title, task].find((one) => typeof one === 'string' && one.trim() !== '');
  if (said !== undefined) return said as string;
  const text = JSON.stringify(payload);
  return text === '{}' ? undefined : text;
}

/** `attempt 1 of 3`. */
export function attemptText({ attempts, attemptsMax }: Pick<WorkItem, 'attempts' | 'attemptsMax'>): string {
  return `attempt ${attempts} of ${attemptsMax}`;
}

const joinWords = {
  'all-done': 'all of them have ended',
  'any-failed': 'one of them fails',
  'any-done': 'one of them is done',
} as const;

/** What a split item waits for, as a sentence. */
export function joinText(on: string): string {
  return `Waits until ${joinWords[on as keyof typeof joinWords] ?? on}`;
}

/** How many children stand how: `2 completed, 1 dead`. */
export function childrenText(children: readonly Pick<WorkItem, 'state'>[]): string {
  const counts = Map.groupBy(children, ({ state }) => state);
  const states = Object.keys(workStates) as WorkState[];
  const parts = states.flatMap((state) => {
    const count = counts.get(state)?.length ?? 0;
    return count === 0 ? [] : [`${count} ${workStates[state].label.toLowerCase()}`];
  });
  return parts.length === 0 ? counted(0, 'child', 'children') : parts.join(', ');
}

/** Dead items by why they are dead, the commonest reason first. Numbers and ids in it do not tell reasons apart. */
export function byReason(
  items: readonly WorkItem[],
): { readonly reason: string; readonly items: readonly WorkItem[] }[] {
  const groups = Map.groupBy(items, ({ error }) => reasonKey(error ?? ''));
  return [...groups.values()]
    .map((group) => ({ reason: firstLine(group[0]!.error ?? '') || 'No reason was told', items: group }))
    .sort((a, b) => b.items.length - a.items.length || a.reason.localeCompare(b.reason));
}

function reasonKey(error: string): string {
  return firstLine(error)
    .toLowerCase()
    .replace(/\b[0-9a-f]{8,}\b|\d+/g, '#');
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]!.slice(0, 300);
}
