import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { seriousFindings } from './axe.ts';
import type { Bed } from './bed.ts';

export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const shiftMax = 0.02;

export interface SoundPage {
  readonly path: string;
  /** Resolves when the page shows what it is there for; or the text that says so. */
  readonly ready: string | ((page: Page) => Promise<void>);
}

/**
 * Two tests over all pages, at 1280 and at 390 px: each stands still while it opens, is no wider than the screen, and
 * axe finds nothing serious on it, in light and in dark.
 */
export function testSoundPages(
  bed: () => Bed,
  pages: () => readonly SoundPage[] | Promise<readonly SoundPage[]>,
): void {
  for (const width of [1280, 390]) {
    test(`every page is sound at ${width} px: still, no wider than the screen, nothing for axe`, async () => {
      const screen = width === 390 ? phone : { viewport: { width, height: 800 } };
      await using opened = await bed().open('/', { ...screen, bypassCSP: true });
      const { page } = opened;
      const found: string[] = [];
      for (const { path, ready } of await pages()) {
        await page.emulateMedia({ colorScheme: 'light' });
        await page.goto(`${bed().bus.url}${path}`);
        if (typeof ready === 'function') await ready(page);
        // On a narrow screen an open entry covers what stands beside it.
        else await page.getByText(ready).first().waitFor({ state: 'attached' });
        const findings = await findingsInLight(page);
        // Asked after axe, which takes long enough for what comes late to be there.
        const shift = await opened.layoutShift();
        findings.push(...(await findingsInDark(page)));
        if (shift >= shiftMax) findings.push(`it jumps by ${shift}`);
        const wide = await page.evaluate('document.documentElement.scrollWidth');
        if (wide !== width) findings.push(`it is ${wide} px wide`);
        found.push(...findings.map((finding) => `${path}: ${finding}`));
        await pictured(page, `${width}${path}`);
      }
      expect(found).toEqual([]);
      expect(opened.complaints).toEqual([]);
    });
  }
}

/** What axe finds on the page as it is now, in light and in dark. */
export async function findingsInBoth(page: Page): Promise<string[]> {
  return [...(await findingsInLight(page)), ...(await findingsInDark(page))];
}

async function findingsInLight(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  return (await seriousFindings(page)).map((finding) => `in light: ${finding}`);
}

/** Nothing but colours differs between the two. */
async function findingsInDark(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  const found = await seriousFindings(page, ['color-contrast', 'link-in-text-block']);
  return found.map((finding) => `in dark: ${finding}`);
}

/** For who wants to look: a picture of each page in light and in dark, in the folder that HOOKLINE_PICTURES names. */
async function pictured(page: Page, name: string): Promise<void> {
  const folder = process.env.HOOKLINE_PICTURES;
  if (!folder) return;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${folder}/${`${name}-${colorScheme}`.replace(/[^a-z0-9-]+/gi, '_')}.png` });
  }
}
