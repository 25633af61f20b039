import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContextOptions, test as base, expect, type Locator, type Page } from '@playwright/test';
import { type Product, startProduct } from '../product.ts';
import { ADA, setUp, userMenu } from './flows.ts';
import { watch } from './watched.ts';

/** The library of parts on its page for development: looked at by axe, and used by mouse, keyboard and no script. */

type Storage = Exclude<BrowserContextOptions['storageState'], string | undefined>;

/** One product in development for the file, and somebody signed in to it. */
const test = base.extend<{ components: Page }, { development: { product: Product; storage: Storage } }>({
  development: [
    async ({ browser }, use) => {
      const product = await startProduct({ isDevelopment: true });
      const page = await browser.newPage();
      page.setDefaultTimeout(60_000);
      await setUp(page, product);
      const storage = await page.context().storageState();
      await page.close();
      await use({ product, storage });
      await product.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  storageState: ({ development }, use) => use(development.storage),
  baseURL: ({ development }, use) => use(development.product.url),
  components: async ({ page }, use) => {
    const problems = watch(page.context());
    await page.goto('/dev/components');
    await isHydrated(page);
    await use(page);
    expect(problems, 'what the page complained about').toEqual([]);
  },
});

// Axe takes its time on a page of everything, and Vite compiles on request.
test.describe.configure({ timeout: 180_000 });

/** Effects have run: what is pressed now does something. A tooltip ties its words to its button only then. */
async function isHydrated(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'About the time' })).toHaveAttribute('aria-describedby', /./, {
    timeout: 60_000,
  });
}

/** The whole page takes axe many seconds: what opened over it is looked at by itself. */
async function expectNoViolations(page: Page, part = 'html'): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include(part).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
}

const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${size}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, hasTouch: size === 'phone' });

      test('axe finds nothing, and nothing scrolls sideways', async ({ components: page }) => {
        await expectNoViolations(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
      });

      // What opens takes half a minute: each size and each theme once is enough for it.
      if ((size === 'wide') !== (colorScheme === 'light')) return;
      test('axe finds nothing in what opens over the page', async ({ components: page }) => {
        const near = async (name: string): Promise<void> => {
          await page.getByRole('button', { name }).hover();
          await page.getByRole('button', { name }).click();
        };
        await near('Open a dialog');
        await expect(page.getByRole('dialog', { name: 'Retire version 2?' })).toBeVisible();
        await expectNoViolations(page, '[role=dialog]');
        await page.keyboard.press('Escape');
        await near('Open a panel');
        await expect(page.getByRole('dialog', { name: 'Flag a problem' })).toBeVisible();
        await expectNoViolations(page, '[role=dialog]');
        await page.keyboard.press('Escape');
        await openUserMenu(page);
        await expectNoViolations(page, '[role=dialog]');
        await page.keyboard.press('Escape');
        await page.keyboard.press('/');
        await page.getByPlaceholder('Search models, flags and people').fill('ad');
        await expect(page.getByRole('option', { name: ADA.name })).toBeVisible();
        await expectNoViolations(page, '[role=dialog]');
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Show it: Could not publish' }).click();
        await expectNoViolations(page, '.toasts');
      });
    });
  }
}

async function openUserMenu(page: Page): Promise<void> {
  await expect(async () => {
    // Until its script is here a click opens the plain list, and the next one closes it.
    await userMenu(page).click();
    await expect(page.getByRole('menu')).toBeVisible({ timeout: 500 });
  }).toPass();
}

/** Opens a select by key, once its list was fetched. */
async function openByKey(page: Page, label: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).focus();
  await expect(async () => {
    // Until then a key opens the browser's own list, which wants to be closed.
    await page.keyboard.press('Escape');
    await page.keyboard.press('F4');
    await expect(page.getByRole('dialog', { name: label })).toBeVisible({ timeout: 500 });
  }).toPass();
}

/** Its list has the same name, and is still there while it closes. */
const choiceOf = (page: Page): Locator => page.locator('select[name="choice"]');

test('a select is chosen from by keyboard, and the native control holds the value', async ({ components: page }) => {
  const choice = choiceOf(page);
  await openByKey(page, 'Choice');
  await expectNoViolations(page, '[role=dialog]');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(choice).toHaveValue('Black');
  await expect(choice).toBeFocused();
  await openByKey(page, 'Choice');
  // The chosen one again closes the list, too.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await openByKey(page, 'Choice');
  await page.keyboard.press('Escape');
  await expect(choice).toHaveValue('Black');
  await expect(choice).toBeFocused();
});

test('a select opens our list for the mouse', async ({ components: page }) => {
  await openByKey(page, 'Choice');
  await page.keyboard.press('Escape');
  await choiceOf(page).click();
  await page.getByRole('dialog', { name: 'Choice' }).getByRole('option', { name: 'Hispanic' }).click();
  await expect(choiceOf(page)).toHaveValue('Hispanic');
});

test('a combobox narrows its list', async ({ components: page }) => {
  await openByKey(page, 'More than seven');
  await page.keyboard.type('RETR');
  await expect(page.getByRole('dialog').getByRole('option')).toHaveText(['Retraining']);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('More than seven')).toHaveValue('Retraining');
});

test('a number and its slider move together, and the way back is there', async ({ components: page }) => {
  const field = page.getByLabel('Edited', { exact: true });
  const slider = page.getByRole('slider', { name: 'Edited, slider' });
  await expect(field).toHaveValue('41');
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await expect(field).toHaveValue('41.5');
  await field.fill('12%');
  await expect(slider).toHaveValue('12');
  await page.getByRole('button', { name: /was 36%/ }).click();
  await expect(field).toHaveValue('36');
  await expect(page.getByRole('button', { name: /was 36%/ })).toHaveCount(0);
});

test('a dialog keeps the focus and gives it back', async ({ components: page }) => {
  const button = page.getByRole('button', { name: 'Open a panel' });
  await button.click();
  const panel = page.getByRole('dialog', { name: 'Flag a problem' });
  await expect(panel).toBeVisible();
  // Keys of what lies in the dialog go on, those of the page under it rest.
  await page.keyboard.press('1');
  await expect(panel.getByRole('radio', { name: 'Wrong' })).toBeChecked();
  await page.keyboard.press('/');
  await expect(page.getByRole('dialog')).toHaveCount(1);
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab');
    expect(await panel.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(button).toBeFocused();
});

test('a panel that cannot be fetched opens as the browser has it', async ({ page }) => {
  await page.goto('/dev/components');
  await isHydrated(page);
  await page.route(/overlays\/modal/, (route) => route.abort());
  await page.getByRole('button', { name: 'Open a panel' }).click();
  const panel = page.getByRole('dialog', { name: 'Flag a problem' });
  await expect(panel).toBeVisible();
  await expectNoViolations(page, 'dialog');
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
});

test('a toast waits while it is pointed at, a failure stays', async ({ components: page }) => {
  await page.clock.install();
  await page.getByRole('button', { name: 'Show it: Flag 221 saved' }).click();
  await page.getByRole('button', { name: 'Show it: Could not publish' }).click();
  const messages = page.getByRole('region', { name: 'Messages' });
  await messages.getByText('Flag 221 saved').hover();
  await page.clock.runFor(10_000);
  await expect(messages.getByText('Flag 221 saved')).toBeVisible();
  await page.mouse.move(0, 0);
  await page.clock.runFor(6_500);
  await expect(messages.getByText('Flag 221 saved')).toHaveCount(0);
  await expect(messages.getByText('Could not publish')).toBeVisible();
  await messages.getByRole('button', { name: 'Close' }).click();
  await expect(messages.getByText('Could not publish')).toHaveCount(0);
});

test('single keys rest while someone types, and when they are switched off', async ({ components: page }) => {
  await page.getByLabel('Text', { exact: true }).press('f');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await openUserMenu(page);
  await page.getByRole('menuitem', { name: /Single-key shortcuts/ }).click();
  await expect(page.locator('html')).toHaveAttribute('data-keys', 'off');
  await page.locator('h1').click();
  await page.keyboard.press('f');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });

  test('lists, tabs, menu and theme work', async ({ page }) => {
    await page.goto('/dev/components');
    await page.getByLabel('Choice', { exact: true }).selectOption('Black');
    await page.getByRole('tab', { name: 'Nothing fits' }).click();
    await expect(page.getByText('No model fits this filter.')).toBeVisible();
    await expect(userMenu(page)).toContainText(ADA.name);
    await userMenu(page).click();
    await page.getByRole('button', { name: 'Dark' }).click();
    await expect(page).toHaveURL('/dev/components?table=empty');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
  });
});
