import { describe, expect, test } from 'vitest';
import { tourEvents } from '../recorded-session.ts';
import type { SessionView } from '../session/session-view.ts';
import { viewSession } from '../session/view-session.ts';
import { pageOfView } from './page-of-view.ts';
import { type SharedContent, sharedView } from './shared-view.ts';
import { withoutPersons } from './without-persons.ts';

const tour = viewSession(tourEvents().events);
const asOf = '2026-11-22T12:00:00.000Z';
const pageOf = (view: SessionView, content: SharedContent) =>
  pageOfView(sharedView(view, { content, names: [] }), { asOf });

/** The tour with every text of it hostile. */
const hostile = `</pre></style><script>alert(1)</script><img src=x onerror=alert(1)>" onclick="alert(1)`;
const attacked: SessionView = {
  ...tour,
  turns: tour.turns.map((turn) => ({ ...turn, prompt: hostile })),
  messages: tour.messages.map((message) => ({ ...message, text: hostile, role: hostile })),
  calls: tour.calls.map((call) => ({ ...call, tool: hostile, input: hostile, output: hostile, error: hostile })),
};

describe('a shared page', () => {
  test('fetches and runs nothing', () => {
    const page = pageOf(tour, 'full');

    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|url\(|@import|\bon[a-z]+=/i);
    expect(page).toContain(`default-src &#39;none&#39;`.replaceAll('&#39;', "'"));
  });

  test('shows what was said and printed as text, whatever it is', () => {
    const page = pageOf(attacked, 'full');

    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toMatch(/<script|<img|<[a-z]+[^>]* onclick=/i);
  });

  test('tells as much as it is made for', () => {
    const [call] = tour.calls.filter(({ output }) => typeof output === 'object');
    const command = call!.effects[0]!.object!;
    const prompt = tour.turns[0]!.prompt;
    const [outline, talk, full] = (['outline', 'talk', 'full'] as const).map((content) =>
      sharedView(tour, { content, names: [] }),
    );

    expect(JSON.stringify(outline)).not.toContain(prompt);
    expect(JSON.stringify(outline)).not.toContain(command);
    expect(outline!.entries.filter(({ kind }) => kind === 'call')).toHaveLength(tour.calls.length);
    expect(JSON.stringify(talk)).toContain(prompt);
    expect(
      talk!.entries.every((entry) => entry.kind !== 'call' || entry.output + entry.input + entry.diff === ''),
    ).toBe(true);
    expect(full!.entries.some((entry) => entry.kind === 'call' && entry.output !== '')).toBe(true);
  });

  test('is the same whenever it is made from the same events', () => {
    expect(pageOf(tour, 'talk')).toBe(pageOf(tour, 'talk'));
  });
});

test('home folders, mail addresses and names are taken out, and nothing beside them', () => {
  const clean = withoutPersons(['ada', 'workshop', 'x']);

  expect(clean('/home/ada/shop/a.ts, /Users/ada/b and "C:\\\\Users\\\\Ada\\\\c"')).toBe(
    '~/shop/a.ts, ~/b and "~\\\\c"',
  );
  expect(clean('Ada (ada@example.org) on workshop: adamant, x')).toBe('… (…@…) on …: adamant, x');
  expect(clean('/root/shop and /rooted')).toBe('~/shop and /rooted');
});
