import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { findChromium } from '../../bin/testing/chromium.mjs';
import type { Figure } from '../figures.ts';
import type { Product } from '../product.ts';

const TRIES = 7;
/** The least a page here has: frame and framework, and one small form. */
const BASELINE_PATH = '/login';
const ARGS = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--no-first-run'];

/** What a browser that was never here before loads, and when its person can do something. */
interface Load {
  /** Scripts as they came over the wire, kB of 1,000 bytes. */
  scriptsKb: number;
  /** From the start of the navigation until the page's form answers to a person, ms. */
  interactiveMs: number;
}

/** The first load of a page in Chromium, against the page to sign in. */
export async function browserFigures(
  { portalUrl }: Product,
  { path, cookie }: { path: string; cookie: string },
): Promise<Figure[]> {
  const executablePath = await findChromium();
  const browser = await chromium.launch({
    ...(executablePath !== null && { executablePath }),
    args: [...ARGS, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  const ours: Load[] = [];
  const baseline: Load[] = [];
  try {
    // The first of each finds a cold server and a cold browser, and is not counted.
    for (let at = 0; at <= TRIES; at += 1) {
      const least = await loadOnce(browser, { url: `${portalUrl}${BASELINE_PATH}`, cookie: null });
      const page = await loadOnce(browser, { url: `${portalUrl}${path}`, cookie });
      if (at === 0) continue;
      baseline.push(least);
      ours.push(page);
    }
  } finally {
    await browser.close();
  }
  const both = (of: (load: Load) => number) => ({ ours: ours.map(of), baseline: baseline.map(of) });
  return [
    { what: 'preview page, scripts', unit: 'kB', target: '150 kB', ...both(({ scriptsKb }) => scriptsKb) },
    { what: 'preview page, interactive', target: '1,000 ms', ...both(({ interactiveMs }) => interactiveMs) },
  ];
}

async function loadOnce(browser: Browser, { url, cookie }: { url: string; cookie: string | null }): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    if (cookie !== null) await addCookie(context, { url, cookie });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    const scripts = new Map<string, number>();
    await devtools.send('Network.enable');
    devtools.on('Network.responseReceived', ({ requestId, type }) => {
      if (type === 'Script') scripts.set(requestId, 0);
    });
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) scripts.set(requestId, encodedDataLength);
    });
    await page.addInitScript(watchForm);
    await page.goto(url, { waitUntil: 'networkidle' });
    const interactiveMs = await page.waitForFunction(() => Reflect.get(globalThis, 'interactiveMs') as number);
    const bytes = [...scripts.values()].reduce((sum, length) => sum + length, 0);
    return { scriptsKb: bytes / 1000, interactiveMs: await interactiveMs.jsonValue() };
  } finally {
    await context.close();
  }
}

/** Notes when the button of the page's form belongs to React, and nothing keeps the page from answering to it. */
function watchForm(): void {
  const look = (): void => {
    const button = document.querySelector('main form button');
    const isOwned = button !== null && Object.keys(button).some((key) => key.startsWith('__reactProps$'));
    // A task of its own: it comes only when the main thread is free.
    if (isOwned) setTimeout(() => Reflect.set(globalThis, 'interactiveMs', performance.now()));
    else setTimeout(look, 4);
  };
  look();
}

async function addCookie(context: BrowserContext, { url, cookie }: { url: string; cookie: string }): Promise<void> {
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Lax' }]);
}
