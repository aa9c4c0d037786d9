import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const program = '/usr/bin/chromium';

/** A real browser that asks nothing of the world outside. */
export async function startBrowser(): Promise<Browser> {
  if (!existsSync(program)) throw new Error(`the browser tests need ${program}: install the package chromium`);
  return await chromium.launch({
    executablePath: program,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page with everything that its browser complained about: errors, refused resources, violations of the policy. */
export class WatchedPage implements AsyncDisposable {
  readonly page: Page;
  readonly complaints: string[] = [];
  readonly #context: BrowserContext;

  constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('requestfailed', (request) => {
      const failure = request.failure()?.errorText ?? '';
      if (failure !== 'net::ERR_ABORTED') this.complaints.push(`${request.url()}: ${failure}`);
    });
  }

  /** How much of the page moved by itself since it was opened, as Chromium counts it: 0 is nothing. */
  async layoutShift(): Promise<number> {
    return await this.page.evaluate<number>(`new Promise((resolve) => {
      let sum = 0;
      const add = (list) => {
        for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) sum += value;
      };
      new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
      // What is buffered is delivered in a task of its own.
      setTimeout(() => resolve(sum), 100);
    })`);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#context.close();
  }
}
