/**
 * How fast the console opens a long session, and how smoothly its cursor is dragged, in a real Chromium with the
 * processor as it is.
 *
 *     npx node test/benchmarks/console.ts [--events 20000] [--opens 5] [--seconds 6] [--json FILE]
 */
import type { CDPSession, Page } from 'playwright-core';
import { Bed } from '../browser/bed.ts';
import { bigSession } from '../browser/big-session.ts';
import { readSizes, report } from './report.ts';
import { quantile } from './statistics.ts';

const openBarMs = 1_000;
const framesBar = 30;
const megabyte = 1_048_576;

const { sizes, json } = readSizes({ events: 20_000, opens: 5, seconds: 6 });

await using bed = await Bed.start();
const story = bigSession(sizes.events);
await bed.tell(story.events);
const path = `/sessions/${encodeURIComponent(story.session)}`;
const events = story.events.length;

await using watched = await bed.open('/');
const { page } = watched;
const chrome = await page.context().newCDPSession(page);
await chrome.send('Performance.enable');

const opens: number[] = [];
for (let run = -1; run < sizes.opens; run += 1) {
  const tookMs = await open(page);
  if (run >= 0) opens.push(tookMs);
}
const heapOpenMb = await heapOf(chrome);
const dragged = await drag(page, sizes.seconds);
const played = await play(page, sizes.seconds);
const heapAfterMb = await heapOf(chrome);
const outline = await outlineOf(page);

const openMs = quantile(opens, 0.5);
const opened = `opening a session of ${events} events until its strip and its lines are drawn`;
report(
  {
    benchmark: 'console',
    figures: [
      { what: opened, figure: `${openMs.toFixed(0)} ms`, bar: `≤ ${openBarMs} ms`, met: openMs <= openBarMs },
      {
        what: `dragging its cursor: frames a second (slowest twentieth of frames: ${dragged.slowMs.toFixed(0)} ms)`,
        figure: dragged.framesPerSecond.toFixed(0),
        bar: `≥ ${framesBar}`,
        met: dragged.framesPerSecond >= framesBar,
      },
      {
        what: `playing it at 60×: frames a second (slowest twentieth of frames: ${played.slowMs.toFixed(0)} ms)`,
        figure: played.framesPerSecond.toFixed(0),
        bar: `≥ ${framesBar}`,
        met: played.framesPerSecond >= framesBar,
      },
      { what: 'tasks above 50 ms while dragging', figure: `${dragged.longTasks} in ${sizes.seconds} s` },
      { what: 'JavaScript heap when opened', figure: `${heapOpenMb.toFixed(0)} MB` },
      { what: 'JavaScript heap after dragging and playing', figure: `${heapAfterMb.toFixed(0)} MB` },
      {
        what: 'the outline as it is sent',
        figure: `${(outline.bytes / 1024).toFixed(0)} KB in ${outline.tookMs.toFixed(0)} ms`,
      },
    ],
    details: { events, opens, dragged, played, heapOpenMb, heapAfterMb, outline, complaints: watched.complaints },
  },
  json,
);

/** From asking for the page to its strip and lines being painted, in milliseconds. */
async function open(on: Page): Promise<number> {
  await on.goto(`${bed.bus.url}${path}`, { waitUntil: 'commit' });
  return await on.evaluate<number>(`new Promise((resolve) => {
    const look = () => {
      if (document.querySelector('[role="slider"] svg path') && document.querySelector('[role="option"]')) {
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
      } else requestAnimationFrame(look);
    };
    look();
  })`);
}

interface Frames {
  readonly frames: number;
  readonly framesPerSecond: number;
  readonly slowMs: number;
  readonly longTasks: number;
}

/** Drags the cursor to and fro over the whole strip, a move in every frame, as a hand does. */
async function drag(on: Page, seconds: number): Promise<Frames> {
  const strip = await on.locator('[role="slider"]').boundingBox();
  if (strip === null) throw new Error('the page has no strip to drag on');
  const y = strip.y + strip.height / 2;
  await on.mouse.move(strip.x + 5, y);
  await on.mouse.down();
  const counting = countFrames(on, seconds);
  const end = Date.now() + seconds * 1_000;
  for (let step = 0; Date.now() < end; step += 1) {
    const share = (1 - Math.cos(step / 40)) / 2;
    await on.mouse.move(strip.x + 2 + share * (strip.width - 4), y);
  }
  const counted = await counting;
  await on.mouse.up();
  return counted;
}

async function play(on: Page, seconds: number): Promise<Frames> {
  await on.getByLabel('Speed').selectOption('60');
  await on.keyboard.press('Home');
  await on.locator('[role="slider"]').focus();
  await on.keyboard.press('Home');
  await on.keyboard.press(' ');
  const counted = await countFrames(on, seconds);
  await on.keyboard.press(' ');
  return counted;
}

async function countFrames(on: Page, seconds: number): Promise<Frames> {
  const { gaps, longTasks } = await on.evaluate<{ gaps: number[]; longTasks: number }>(`new Promise((resolve) => {
    const gaps = [];
    let longTasks = 0;
    new PerformanceObserver((list) => { longTasks += list.getEntries().length; }).observe({ type: 'longtask' });
    const first = performance.now();
    let before = first;
    const frame = (now) => {
      gaps.push(now - before);
      before = now;
      if (now - first < ${seconds * 1_000}) requestAnimationFrame(frame);
      else resolve({ gaps, longTasks });
    };
    requestAnimationFrame(frame);
  })`);
  const ms = gaps.reduce((sum, gap) => sum + gap, 0);
  return {
    frames: gaps.length,
    framesPerSecond: (gaps.length * 1_000) / ms,
    slowMs: quantile(gaps, 0.95),
    longTasks,
  };
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / megabyte;
}

async function outlineOf(on: Page): Promise<{ bytes: number; tookMs: number }> {
  return await on.evaluate(`(async () => {
    const began = performance.now();
    const answer = await fetch('/v1${path}/outline', { cache: 'no-store' });
    await answer.arrayBuffer();
    const [entry] = performance.getEntriesByName(answer.url).slice(-1);
    return { bytes: entry?.encodedBodySize ?? 0, tookMs: performance.now() - began };
  })()`);
}
