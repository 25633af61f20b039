/**
 * `npm run screenshots [address of a running demo]`: pictures of the demo at two widths, light and dark, into
 * `.cache/screenshots`; those that README and docs show also into `docs/images`.
 */
import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, chromium, expect } from '@playwright/test';
import { findChromium } from '../../bin/testing/chromium.mjs';
import { emailOf, PASSWORD } from '../demo/cast.ts';
import { startDemo } from './demo-process.ts';
import { PICTURES, type Picture, SIZES } from './pictures.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const ALL = join(ROOT, '.cache/screenshots');
const SHOWN = join(ROOT, 'docs/images');
/** What a picture in the repository may weigh; more makes every clone slow for ever. */
const MAX_BYTES = 240_000;
const ARGS = ['--disable-gpu', '--hide-scrollbars', '--font-render-hinting=none', '--no-first-run'];

const [address] = process.argv.slice(2);
const demo = address === undefined ? await startDemo() : { url: address, stop: () => Promise.resolve() };
for (const folder of [ALL, SHOWN]) mkdirSync(folder, { recursive: true });
const executablePath = await findChromium();
const browser = await chromium.launch({
  ...(executablePath !== null && { executablePath }),
  args: [...ARGS, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
});
try {
  for (const picture of PICTURES) await take(browser, { url: demo.url, picture });
} finally {
  await browser.close();
  await demo.stop();
}

/** Opens the page anew for each width, as someone with that window would, and once more in the dark. */
async function take(from: Browser, { url, picture }: { url: string; picture: Picture }): Promise<void> {
  const { name, who, prepare, shown } = picture;
  for (const viewport of SIZES) {
    const context = await from.newContext({ baseURL: url, viewport, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto('/login');
    await page.getByLabel('Mail address').fill(emailOf(who));
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((now) => now.pathname !== '/login');
    await prepare(page, viewport.width);
    // A page that failed is no picture of the product.
    await expect(page.getByRole('heading', { name: 'Something went wrong' })).toHaveCount(0);
    for (const colorScheme of ['light', 'dark'] as const) {
      const file = `${name}-${viewport.width}${colorScheme === 'dark' ? '-dark' : ''}.png`;
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(ALL, file), animations: 'disabled', caret: 'hide' });
      if (shown.includes(file)) keep(file);
    }
    await context.close();
  }
}

/** @throws when the picture is too heavy to be committed */
function keep(file: string): void {
  const { size } = statSync(join(ALL, file));
  if (size > MAX_BYTES) throw new Error(`${file} has ${size} bytes; at most ${MAX_BYTES} are committed.`);
  copyFileSync(join(ALL, file), join(SHOWN, file));
}
