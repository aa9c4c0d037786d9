import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bus, start } from '@hookline/all';
import { type Client, createClient, type PublishResult } from '@hookline/client';
import type { CloudEvent } from '@hookline/schemas';
import { eventually, tempDir } from '@hookline/testing';
import { pino } from 'pino';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { startBrowser, WatchedPage } from './browser.ts';

const batchSizeMax = 500;

/** A whole bus with the console it built, and a real browser. */
export class Bed implements AsyncDisposable {
  readonly bus: Bus;
  readonly client: Client;
  readonly browser: Browser;
  readonly #resources: AsyncDisposableStack;

  private constructor(bus: Bus, client: Client, browser: Browser, resources: AsyncDisposableStack) {
    this.bus = bus;
    this.client = client;
    this.browser = browser;
    this.#resources = resources;
  }

  static async start(): Promise<Bed> {
    const resources = new AsyncDisposableStack();
    try {
      const home = resources.use(await tempDir()).path;
      const bus = resources.use(
        await start({
          env: { ...process.env, HOOKLINE_HOME: home, HOOKLINE_PORT: '0', HOOKLINE_CONSOLE: '' },
          logger: pino({ level: 'error' }),
          profile: 'test',
        }),
      );
      const token = (await readFile(join(home, 'token'), 'utf8')).trim();
      const browser = await startBrowser();
      resources.defer(() => browser.close());
      const bed = new Bed(bus, createClient({ url: bus.url, token }), browser, resources.move());
      await eventually(async () => (await fetch(bus.url, { headers: { accept: 'text/html' } })).ok, {
        what: 'the console is built',
        timeoutMs: 60_000,
      });
      return bed;
    } catch (error) {
      await resources.disposeAsync();
      throw error;
    }
  }

  /** Publishes events and waits until the read models have them. */
  async tell(events: readonly CloudEvent[]): Promise<void> {
    const results: PublishResult[] = [];
    for (let from = 0; from < events.length; from += batchSizeMax) {
      results.push(...(await this.client.publish(events.slice(from, from + batchSizeMax))));
    }
    const refused = results.find(({ error }) => error !== undefined);
    if (refused) throw new Error(`${refused.id} was refused: ${JSON.stringify(refused.error)}`);
    const last = Math.max(...results.map(({ position }) => position ?? 0));
    await eventually(async () => (await this.#projectedTo()) >= last, {
      what: `the read models have position ${last}`,
      timeoutMs: 60_000,
    });
  }

  async #projectedTo(): Promise<number> {
    const answer = await this.client.request('GET', '/v1/projections');
    const { projections } = answer as { projections: { state: string; position: number }[] };
    return Math.min(...projections.filter(({ state }) => state === 'live').map(({ position }) => position));
  }

  /** A link that signs one browser in. */
  async loginLink(): Promise<string> {
    const { path } = (await this.client.request('POST', '/v1/logins')) as { path: string };
    return `${this.bus.url}${path}`;
  }

  /** A page of a browser of its own, signed in unless told otherwise. It must end without a complaint of the browser. */
  async open(path = '/', options: BrowserContextOptions & { signedIn?: boolean } = {}): Promise<WatchedPage> {
    const { signedIn = true, ...contextOptions } = options;
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, ...contextOptions });
    const watched = new WatchedPage(context, await context.newPage());
    if (signedIn) await watched.page.goto(await this.loginLink());
    if (!signedIn || path !== '/') await watched.page.goto(`${this.bus.url}${path}`);
    return watched;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#resources.disposeAsync();
  }
}
