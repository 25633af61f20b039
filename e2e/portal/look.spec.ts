import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { ROOT } from '../product.ts';
import { setUp, userMenu } from './flows.ts';
import { expect, test } from './fresh.ts';

/** What the built pages bring along: scripts, styles, theme. Watched: the content security policy lets all of it in. */

const ASSETS = join(ROOT, 'build/client/assets');
/** Design §7: all scripts of the preview page, brotli. The frame of a page may take two thirds of it. */
const FRAME_BYTES = 100 * 1024;
/** A word every part of react-aria writes into the page. */
const REACT_ARIA = 'data-react-aria-pressable';

/** The scripts a page has asked for so far. */
async function scriptsOf(page: Page): Promise<string[]> {
  const urls = await page.evaluate(() =>
    performance.getEntriesByType('resource').flatMap(({ name }) => (/\.js$/.test(name) ? [name] : [])),
  );
  return urls.map((url) => readFileSync(join(ASSETS, new URL(url).pathname.split('/').at(-1) ?? ''), 'utf8'));
}

const isReactAria = (script: string): boolean => script.includes(REACT_ARIA);

test('a page brings little script, and react-aria only once something opens', async ({ page, product }) => {
  await page.goto(product.setupLink ?? '', { waitUntil: 'networkidle' });
  const first = await scriptsOf(page);
  expect(first.length).toBeGreaterThan(1);
  expect(first.filter(isReactAria)).toEqual([]);
  const bytes = first.reduce((sum, script) => sum + brotliCompressSync(script).length, 0);
  expect(bytes).toBeLessThan(FRAME_BYTES);

  await setUp(page, product);
  await userMenu(page).hover();
  await expect.poll(async () => (await scriptsOf(page)).some(isReactAria)).toBe(true);
  await expect(async () => {
    await userMenu(page).click();
    await expect(page.getByRole('menu')).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('a chosen theme is in the first byte of the page', async ({ request }) => {
  const page = await request.get('/login', { headers: { cookie: 'theme=dark' } });
  expect(await page.text()).toMatch(/^<!DOCTYPE html><html[^>]* data-theme="dark"/i);
  const usual = await request.get('/login', { headers: { cookie: 'theme=<b>' } });
  expect(await usual.text()).not.toContain('data-theme');
});

test('preferences are kept only by a form of our own, and lead only to pages of our own', async ({
  request,
  product,
}) => {
  const send = (form: Record<string, string>, origin = product.url) =>
    request.post('/preferences', { form, headers: { origin }, maxRedirects: 0 });
  const kept = await send({ theme: 'light', back: '/flags?state=open' });
  expect(kept.status()).toBe(303);
  expect(kept.headers().location).toBe('/flags?state=open');
  expect(kept.headers()['set-cookie']).toContain('theme=light; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax');
  expect((await send({ theme: 'dark', back: '//evil.example' })).headers().location).toBe('/');
  expect((await send({ theme: 'dark', back: '/' }, 'https://evil.example')).status()).toBe(403);
});

test('pages for development are not in what is built', async ({ request }) => {
  expect((await request.get('/dev/components')).status()).toBe(404);
  const scripts = readdirSync(ASSETS).filter((name) => name.endsWith('.js'));
  const telling = scripts.filter((name) => readFileSync(join(ASSETS, name), 'utf8').includes('Components and states'));
  expect(telling).toEqual([]);
});
