import type { Page } from '@playwright/test';
import { addPerson, PASSWORD, publish } from './flows.ts';
import { expect, test } from './site.ts';
import { watch } from './watched.ts';

/** Whoever writes HTML, anywhere, reads it again as text. */

/** A text that gives itself away when any page takes it for HTML or lets it out of a script. */
const html = (name: string) =>
  `${name} </script><script>globalThis.made = 1</script><img src=x onerror="globalThis.made = 1"><b data-made>${name}</b>`;

/** Opens a page, as the server sent it and as it runs, and finds each text as it was written. */
async function shows(page: Page, path: string, texts: string[]): Promise<void> {
  const sent = await (await page.request.get(path)).text();
  expect(sent).not.toMatch(/<b data-made|<img src=x|<script>globalThis/);
  await page.goto(path, { waitUntil: 'networkidle' });
  await harmless(page, texts);
}

async function harmless(page: Page, texts: string[]): Promise<void> {
  const shown = await page.locator('header, main').allInnerTexts();
  const fields = await page
    .locator('input, textarea, option, [title]')
    .evaluateAll((elements) =>
      elements.flatMap((element) => [
        element.getAttribute('title') ?? '',
        element instanceof HTMLOptionElement ? element.text : ((element as HTMLInputElement).value ?? ''),
      ]),
    );
  const said = [await page.title(), ...shown, ...fields].join('\n');
  const asShown = (text: string) => text.replace(/\s+/g, ' ');
  for (const text of texts) expect(asShown(said)).toContain(asShown(text));
  expect(await page.locator('[data-made], img[src=x]').count()).toBe(0);
  expect(await page.evaluate(() => 'made' in globalThis)).toBe(false);
}

const CHANGE = {
  title: html('title'),
  summary: html('summary'),
  ask: { by: html('by'), sentence: html('sentence'), good: html('good'), decision: html('decision') },
  inputs: [
    {
      name: 'pirat',
      label: html('label'),
      unit: '<b data-made>%</b>',
      help: html('help'),
      kind: 'number',
      default: 0.33,
    },
    {
      name: 'phist',
      label: 'Record',
      kind: 'category',
      default: 'no',
      allowed: [{ value: 'no', label: html('choice') }],
    },
  ],
  outputs: [
    { name: 'label', label: html('output'), kind: 'class' },
    { name: 'probabilities', label: 'Probability', kind: 'probabilities' },
  ],
  examples: [
    { name: html('example'), note: html('note'), values: { pirat: 0.2 } },
    { name: 'Another', values: { pirat: 0.4 } },
  ],
};

test('HTML in a description is text on every page that shows it', async ({ page, product }) => {
  await publish(product, { model: 'hostile', change: CHANGE });
  await shows(page, '/', [CHANGE.title]);
  const told = ['title', 'summary', 'by', 'sentence', 'good', 'decision', 'label', 'help', 'choice', 'example'];
  await shows(page, '/m/hostile', [...[...told, 'note'].map(html), '<b data-made>%</b>']);
  await page.getByRole('link', { name: html('example') }).click();
  await harmless(page, told.map(html));
  await page.getByLabel(html('label')).fill(html('typed'));
  await page.getByRole('button', { name: 'Run' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await harmless(page, ['title', 'label', 'typed'].map(html));
  await page.getByLabel(html('label')).fill('0.3');
  await page.getByRole('button', { name: 'Run' }).click();
  await page.waitForURL(/\/r\//);
  await shows(page, new URL(page.url()).pathname, ['title', 'label', 'choice'].map(html));
});

test('HTML that people write is text: name, note, reply, reason', async ({ page, product, browser, baseURL }) => {
  const link = await addPerson(product, { name: html('name'), email: 'hostile@example.org' }, ['publisher']);
  await publish(product, { model: 'plain' });
  const context = await browser.newContext({ ...(baseURL && { baseURL }), storageState: { cookies: [], origins: [] } });
  const problems = watch(context);
  const theirs = await context.newPage();
  await shows(theirs, new URL(link).pathname, [html('name')]);
  await theirs.getByLabel('Password').fill(PASSWORD);
  await theirs.getByRole('button', { name: 'Save and sign in' }).click();
  await expect(theirs.getByRole('banner')).toContainText(html('name'));

  await theirs.goto('/m/plain');
  await theirs.getByRole('button', { name: 'Run' }).click();
  await theirs.waitForURL(/\/r\//);
  await theirs.getByLabel(/^Wrong/).check();
  await theirs.getByLabel('What should be different, and why?').fill(html('flagged'));
  await theirs.getByRole('button', { name: 'Send the flag' }).click();
  await theirs.getByRole('link', { name: /^Flag \d+$/ }).click();
  await theirs.getByLabel('Your reply').fill(html('reply'));
  await theirs.getByRole('button', { name: 'Send the reply' }).click();
  await expect(theirs.getByRole('list', { name: 'Replies' })).toContainText('reply');
  await theirs.getByLabel('New state').selectOption('wont-fix');
  await theirs.getByLabel('Reason').fill(html('reason'));
  await theirs.getByRole('button', { name: 'Change the state' }).click();
  await expect(theirs.getByText('Reason: ')).toBeVisible();
  const flagPath = new URL(theirs.url()).pathname;
  await context.close();
  expect(problems).toEqual([]);

  await shows(page, flagPath, ['name', 'flagged', 'reply', 'reason'].map(html));
  await shows(page, '/flags', ['name', 'flagged'].map(html));
  await page.goto(flagPath);
  await page.getByRole('link', { name: 'See the answer it is about' }).click();
  await expect(page.getByRole('heading', { name: 'Flags on this run' })).toBeVisible();
  await harmless(page, ['name', 'flagged', 'reply', 'reason'].map(html));
});

test('HTML in an address is text', async ({ page }) => {
  const evil = encodeURIComponent(html('x'));
  await shows(page, `/flags?model=${evil}&state=${evil}`, [html('x')]);
  for (const path of [
    `/${evil}`,
    `/m/${evil}`,
    `/r/${evil}`,
    `/f/${evil}`,
    `/login?next=${evil}`,
    `/setup?token=${evil}`,
  ]) {
    await shows(page, path, []);
  }
});
