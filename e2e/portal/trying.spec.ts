import { type Browser, type BrowserContext, test as base, expect, type Locator, type Page } from '@playwright/test';
import { type Product, startProduct } from '../product.ts';
import { audit } from './audit.ts';
import { publish, setUp } from './flows.ts';
import { watch } from './watched.ts';

/** Trying a model and judging what it says: in one product, with one person signed in. */

interface Bench {
  product: Product;
  state: Awaited<ReturnType<BrowserContext['storageState']>>;
}

const test = base.extend<{ open: (path: string, browserOptions?: BrowserOptions) => Promise<Page> }, { bench: Bench }>({
  bench: [
    async ({ browser }, use) => {
      const product = await startProduct();
      const context = await browser.newContext({ baseURL: product.url });
      await setUp(await context.newPage(), product);
      await publish(product);
      await publish(product, { version: 2 });
      const state = await context.storageState();
      await context.close();
      await use({ product, state });
      await product.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  open: async ({ browser, bench }, use) => {
    const opened: { context: BrowserContext; problems: string[] }[] = [];
    await use(async (path, options) => {
      const context = await newContext(browser, bench, options);
      opened.push({ context, problems: watch(context) });
      const page = await context.newPage();
      await page.goto(path, { waitUntil: 'networkidle' });
      return page;
    });
    for (const { context, problems } of opened) {
      const unexpected = problems.filter((problem) => !/ERR_INTERNET_DISCONNECTED|ERR_NETWORK/.test(problem));
      expect(unexpected, 'what the pages complained about').toEqual([]);
      await context.close();
    }
  },
});

type BrowserOptions = Parameters<Browser['newContext']>[0];

function newContext(browser: Browser, { product, state }: Bench, options: BrowserOptions = {}) {
  const permissions = ['clipboard-read', 'clipboard-write'];
  return browser.newContext({ baseURL: product.url, storageState: state, permissions, ...options });
}

const PAGE = '/m/mortgage-approval/v/1';
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
const debt = (page: Page): Locator => page.getByLabel('Total debt payments to income', { exact: true });
const answer = (page: Page): Locator => page.getByRole('region', { name: 'Answer' });
const word = (page: Page): Locator => answer(page).getByRole('heading');
const recent = (page: Page): Locator => page.getByRole('region', { name: 'Your recent runs' });
const panel = (page: Page): Locator => page.getByRole('dialog', { name: 'Flag a problem' });
const settled = (page: Page) => expect(page.locator('[data-changing]')).toHaveCount(0);

async function runsOf({ product }: Bench): Promise<number> {
  const { body } = await product.call('GET', '/ledger?limit=200');
  return body.items.filter(({ kind }: { kind: string }) => kind === 'run.stored').length;
}

async function openComposer(page: Page): Promise<void> {
  await page.keyboard.press('f');
  await expect(panel(page)).toBeVisible();
}

test('typing answers without storing; what is edited is marked and goes back', async ({ open, bench }) => {
  const page = await open(PAGE);
  const before = await runsOf(bench);
  await expect(word(page)).toHaveText('approved');
  await debt(page).fill('250');
  await expect(word(page)).toHaveText('denied');
  await expect(page.getByText('1 of 12 changed')).toBeVisible();
  await page.getByRole('button', { name: /reset Total debt payments to income/ }).click();
  await expect(word(page)).toHaveText('approved');
  await expect(page.getByText('1 of 12 changed')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(debt(page)).toHaveValue('250');
  await expect(word(page)).toHaveText('denied');
  await page.getByRole('button', { name: 'Reset all' }).click();
  await expect(word(page)).toHaveText('approved');
  expect(await runsOf(bench)).toBe(before);
});

test('an answer that was overtaken never shows', async ({ open }) => {
  const page = await open(PAGE);
  let isFirst = true;
  await page.route('**/answer', async (route) => {
    const isSlow = isFirst;
    isFirst = false;
    const response = await route.fetch();
    if (isSlow) await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.fulfill({ response }).catch(() => undefined);
  });
  const asked = page.waitForRequest('**/answer');
  await debt(page).fill('250');
  await asked;
  await debt(page).fill('20');
  await settled(page);
  await expect(word(page)).toHaveText('approved');
  await page.waitForTimeout(1_700);
  await expect(word(page)).toHaveText('approved');
});

test('what does not fit is said at its field, and the old answer is not judged', async ({ open }) => {
  const page = await open(PAGE);
  await debt(page).fill('much');
  await expect(debt(page)).toHaveAccessibleDescription(/Give a number/);
  await expect(answer(page)).toContainText('Below is the answer before.');
  await page.locator('body').click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('f');
  await expect(panel(page)).toHaveCount(0);
  await debt(page).fill('999');
  await expect(debt(page)).toHaveAccessibleDescription(/Outside what the model has seen/);
  await expect(answer(page)).toContainText('999% is outside what the model has seen (0 to 300%)');
});

test('Run and Enter store; the answer has a link, and is among the recent runs', async ({ open, bench }) => {
  const page = await open(PAGE);
  const before = await runsOf(bench);
  await debt(page).fill('33');
  await settled(page);
  await debt(page).press('Enter');
  await expect(recent(page).getByRole('listitem')).toHaveCount(1);
  expect(await runsOf(bench)).toBe(before + 1);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('button', { name: 'Link copied' })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(await runsOf(bench)).toBe(before + 1);
  await page.goto(link);
  await expect(page).toHaveURL(/\/r\/run_/);
  await page.goBack();
  // What was typed is still there, and so is its answer.
  await expect(debt(page)).toHaveValue('33');
  await page.reload();
  await expect(debt(page)).toHaveValue('33');
});

test('an example fills the form and answers in one step, and is stored once', async ({ open, bench }) => {
  const page = await open(PAGE);
  const before = await runsOf(bench);
  const chip = page.getByRole('link', { name: 'Clear denial' });
  await chip.click();
  await expect(word(page)).toHaveText('denied');
  await expect(chip).toHaveAttribute('aria-current', 'true');
  await page.getByRole('link', { name: 'Clear approval' }).click();
  await expect(word(page)).toHaveText('approved');
  await chip.click();
  await expect(word(page)).toHaveText('denied');
  expect(await runsOf(bench)).toBe(before + 2);
});

test('an address fills the form in the model’s own unit', async ({ open }) => {
  const page = await open(`${PAGE}?pirat=0.41234&afam=1`);
  await expect(debt(page)).toHaveValue('41');
  await expect(page.getByText(/of 12 changed/)).toBeVisible();
  await page.goto(`${PAGE}?pirat=much`);
  await expect(debt(page)).toHaveValue('much');
  await expect(debt(page)).toHaveAccessibleDescription(/Give a number/);
});

test('a row from a spreadsheet fills the form; a cell too many is named', async ({ open }) => {
  const page = await open(PAGE);
  await page.getByRole('button', { name: 'Paste rows' }).click();
  const dialog = page.getByRole('dialog', { name: 'Paste a row' });
  const row = dialog.getByLabel('Rows from your spreadsheet');
  await row.fill(Array.from({ length: 13 }, () => '1').join('\t'));
  await dialog.getByRole('button', { name: 'Fill the form' }).click();
  await expect(row).toHaveAccessibleDescription(/Cell 13 .* this model takes 12 values/);
  await row.fill('hirat\tpirat\n0.25\t0.41');
  await row.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(debt(page)).toHaveValue('41');
  await expect(page.getByText('2 of 12 changed')).toBeVisible();
});

test('a verdict is kept and said; keys do it, but not while someone types', async ({ open, bench }) => {
  const page = await open(PAGE);
  await debt(page).press('l');
  await expect(answer(page)).toContainText('Below is the answer before.');
  await expect(page.getByText('Kept. You said')).toHaveCount(0);
  await page.getByRole('button', { name: 'Reset all' }).click();
  await settled(page);
  const before = await runsOf(bench);
  await page.locator('body').click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('l');
  await expect(page.getByText('Kept. You said: looks right.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Looks right' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Not sure' }).click();
  await expect(page.getByText('Kept. You said: not sure.')).toBeVisible();
  // Two judgements of one answer are one run.
  expect(await runsOf(bench)).toBe(before + 1);
});

test('a flag by keyboard alone: kind, words, sent, taken back', async ({ open, bench }) => {
  const page = await open(PAGE);
  await openComposer(page);
  await page.keyboard.press('Control+Enter');
  await expect(panel(page)).toContainText('Choose what kind of problem it is.');
  await page.keyboard.press('3');
  await panel(page).getByLabel('Why does it matter?').fill('<b>Same house</b>, same debts.');
  await panel(page).getByLabel('What should it have said?').fill('denied');
  await expect(panel(page).getByText('Draft saved')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const saved = page.getByText(/^Flag \d+ saved$/);
  await expect(saved).toBeVisible();
  await expect(panel(page)).toHaveCount(0);
  const flags = page.getByRole('region', { name: /Open flags/ });
  await expect(flags).toContainText('<b>Same house</b>, same debts.');
  const { body } = await bench.product.call('GET', '/flags');
  expect(body.items[0]).toMatchObject({ kind: 'bias', note: expect.stringContaining('It should have said: denied') });
  await page.keyboard.press('z');
  await expect(page.getByText(/^Flag \d+ taken back$/)).toBeVisible();
  await expect(flags).not.toContainText('Same house');
  expect((await bench.product.call('GET', '/flags')).body.items[0]).toMatchObject({ state: 'withdrawn' });
});

test('a draft outlives Escape, a reload and the end of the session', async ({ open, bench }) => {
  const page = await open(PAGE);
  await debt(page).fill('44');
  await settled(page);
  await debt(page).blur();
  await openComposer(page);
  await page.keyboard.press('1');
  const note = panel(page).getByLabel('Why does it matter?');
  await note.fill('Kept through it all.');
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await page.reload({ waitUntil: 'networkidle' });
  await settled(page);
  await openComposer(page);
  await expect(note).toHaveValue('Kept through it all.');
  // Signed out in the middle: nothing is lost, and it opens again after signing in.
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await page.keyboard.press('Control+Enter');
  await expect(panel(page)).toContainText('You were signed out');
  await panel(page).getByRole('link', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.context().addCookies(cookies);
  await page.goto(PAGE, { waitUntil: 'networkidle' });
  await expect(panel(page)).toBeVisible();
  await expect(note).toHaveValue('Kept through it all.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/^Flag \d+ saved$/)).toBeVisible();
  const { body } = await bench.product.call('GET', '/flags');
  const run = await bench.product.call('GET', `/runs/${body.items[0].runs[0].run}`);
  expect(run.body.inputs.pirat).toBeCloseTo(0.44, 9);
});

test('without a connection a flag waits on this device and is sent once it is back', async ({ open, bench }) => {
  const page = await open(PAGE);
  await openComposer(page);
  await page.keyboard.press('1');
  await panel(page).getByLabel('Why does it matter?').fill('Written on a train.');
  await page.context().setOffline(true);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Kept on this device')).toBeVisible();
  await debt(page).fill('66');
  await expect(answer(page)).toContainText('No connection to the server');
  await page.context().setOffline(false);
  await expect(page.getByText(/^Flag \d+ saved$/)).toBeVisible();
  await expect(answer(page)).not.toContainText('No connection');
  const { body } = await bench.product.call('GET', '/flags');
  expect(body.items[0]).toMatchObject({ note: 'Written on a train.', state: 'open' });
});

test('two tabs that judge the same answer make one judgement each, and both say so', async ({ open }) => {
  const one = await open(PAGE);
  const two = await one.context().newPage();
  await two.goto(PAGE, { waitUntil: 'networkidle' });
  await Promise.all([one.keyboard.press('l'), two.keyboard.press('l')]);
  for (const page of [one, two]) await expect(page.getByText('Kept. You said: looks right.')).toBeVisible();
});

test('without a script it is a form that works', async ({ open }) => {
  const page = await open(PAGE, { javaScriptEnabled: false });
  await expect(word(page)).toHaveText('approved');
  await page.getByRole('link', { name: 'Clear denial' }).click();
  await expect(word(page)).toHaveText('denied');
  await debt(page).fill('much');
  await page.getByRole('button', { name: 'Run and keep' }).click();
  await expect(debt(page)).toHaveValue('much');
  await expect(debt(page)).toHaveAccessibleDescription(/Give a number/);
  await debt(page).fill('43%');
  await page.getByRole('button', { name: 'Run and keep' }).click();
  await expect(page).toHaveURL(/\/r\/run_/);
  await page.goto(PAGE);
  await page.getByRole('button', { name: 'Looks right' }).first().click();
  await expect(page).toHaveURL(/\/r\/run_/);
});

test('on a phone the judgements stay in reach and carry the answer', async ({ open }) => {
  const page = await open(PAGE, PHONE);
  const bar = page.getByRole('region', { name: 'Your judgement' });
  await expect(bar.getByRole('button', { name: 'Looks right' })).toBeVisible();
  await expect(bar).not.toContainText('approved');
  await page.getByRole('button', { name: 'Run and keep' }).scrollIntoViewIfNeeded();
  await expect(bar).toContainText('approved');
  await bar.getByRole('button', { name: 'Flag a problem' }).click();
  await expect(panel(page)).toBeVisible();
  await panel(page)
    .getByRole('button', { name: /^Close/ })
    .click();
  await bar.getByRole('link', { name: 'See answer' }).click();
  await expect(bar).not.toContainText('approved');
});

test('the page passes axe in its states', async ({ open }) => {
  test.setTimeout(300_000);
  const page = await open(PAGE);
  await audit(page, 'trying');
  await debt(page).fill('999');
  await settled(page);
  await audit(page, 'trying, edited and outside');
  await page.getByRole('button', { name: 'Run and keep' }).click();
  await expect(recent(page).getByRole('listitem').first()).toBeVisible();
  await audit(page, 'trying, kept');
  await page.locator('body').click({ position: { x: 5, y: 5 } });
  await openComposer(page);
  await page.keyboard.press('3');
  await audit(page, 'composer');
});

test('a retired version says so and keeps its runs', async ({ open, bench }) => {
  await publish(bench.product, { model: 'retired-one' });
  await bench.product.call('POST', '/models/retired-one/versions/1/retire');
  const page = await open('/m/retired-one/v/1');
  await expect(answer(page)).toContainText('This version is retired');
  await expect(page.getByRole('button', { name: 'Run and keep' })).toHaveCount(0);
  await expect(recent(page)).toBeVisible();
  await audit(page, 'retired');
});
