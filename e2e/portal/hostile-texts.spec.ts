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
  await shows(page, '/models', [CHANGE.title]);
  const told = ['title', 'summary', 'by', 'sentence', 'good', 'decision', 'label', 'choice', 'example'];
  await shows(page, '/m/hostile', [...[...told, 'note'].map(html), '<b data-made>%</b>']);
  await page.getByLabel(`About ${html('label')}`, { exact: true }).click();
  await harmless(page, [html('help')]);

  const field = page.getByLabel(html('label'), { exact: true });
  const recent = page.getByRole('region', { name: 'Your recent runs' });
  await page.getByRole('link', { name: html('example') }).click();
  await expect(recent.getByRole('listitem')).toHaveCount(1);
  await harmless(page, told.map(html));
  await field.fill(html('typed'));
  await page.getByRole('button', { name: 'Run and keep' }).click();
  await expect(field).toHaveAccessibleDescription(/Give a number/);
  await harmless(page, ['title', 'label', 'typed'].map(html));
  await field.fill('0.3');
  await expect(page.locator('[data-changing]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Run and keep' }).click();
  await expect(recent.getByRole('listitem')).toHaveCount(2);
  await recent.getByRole('link').first().click();
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

  await flag(theirs);
  await harmless(theirs, ['name', 'flagged'].map(html));
  await theirs.getByRole('link', { name: /^flag \d+$/ }).click();
  await theirs.waitForURL(/\/f\//, { waitUntil: 'networkidle' });
  const said = theirs.getByRole('textbox', { name: 'Reply to the publishers' });
  const send = theirs.getByRole('form', { name: 'Reply' }).getByRole('button', { name: 'Send' });
  const happened = theirs.getByRole('list', { name: 'What happened' });
  await said.fill(html('reply'));
  await send.click();
  await expect(happened).toContainText(html('reply'));
  await theirs.getByRole('radio', { name: 'Won’t fix' }).check();
  await said.fill(html('reason'));
  await send.click();
  await expect(happened).toContainText('will not fix it');
  await harmless(theirs, ['name', 'flagged', 'expected', 'reply', 'reason'].map(html));
  const flagPath = new URL(theirs.url()).pathname;
  await context.close();
  expect(problems).toEqual([]);

  await shows(page, flagPath, ['name', 'flagged', 'expected', 'reply', 'reason'].map(html));
  for (const path of ['/flags', '/']) await shows(page, path, ['name', 'flagged'].map(html));
  await page.goto(flagPath);
  await page.getByRole('region', { name: 'The run' }).getByRole('link', { name: '/r/' }).click();
  await expect(page.getByRole('heading', { name: 'Flags on this run' })).toBeVisible();
  await harmless(page, ['name', 'flagged'].map(html));
});

/** Flags the answer the page opens with. */
async function flag(page: Page): Promise<void> {
  await page.goto('/m/plain', { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Flag a problem' }).click();
  const panel = page.getByRole('dialog', { name: 'Flag a problem' });
  await panel.getByRole('radio', { name: /Wrong/ }).check();
  await panel.getByLabel('What should it have said?').fill(html('expected'));
  await panel.getByLabel('Why does it matter?').fill(html('flagged'));
  await expect(panel).toContainText(`Sent as ${html('name')}`);
  await panel.getByRole('button', { name: 'Send flag' }).click();
  await expect(panel).toHaveCount(0);
}

test('HTML in an address is text', async ({ page }) => {
  const evil = encodeURIComponent(html('x'));
  await shows(page, `/flags?model=${evil}&state=${evil}&reporter=${evil}`, [html('x')]);
  await shows(page, `/search?q=${evil}`, [html('x')]);
  for (const path of [
    `/${evil}`,
    `/m/${evil}`,
    `/m/${evil}/v/${evil}`,
    `/r/${evil}`,
    `/f/${evil}`,
    `/publish?model=${evil}`,
    `/login?next=${evil}`,
    `/setup?token=${evil}`,
  ]) {
    await shows(page, path, []);
  }
});
