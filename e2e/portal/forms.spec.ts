import type { Locator, Page } from '@playwright/test';
import { publish } from './flows.ts';
import { expect, test } from './site.ts';

/** What people do to forms: press twice, go back, leave out, mistype. */

const note = (page: Page): Locator => page.getByLabel('What should be different, and why?');
const flags = (page: Page): Locator => page.getByRole('region', { name: 'Flags on this run' }).getByRole('listitem');
const send = (page: Page): Locator => page.getByRole('button', { name: 'Send the flag' });

/** Asks a new question of a model of its own and shows its run. */
async function openRun(page: Page, model: string, product: Parameters<typeof publish>[0]): Promise<void> {
  await publish(product, { model });
  await page.goto(`/m/${model}`);
  await page.getByRole('button', { name: 'Run' }).click();
  await page.waitForURL(/\/r\//);
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'scripts' : 'no-scripts';
  test.describe(how, () => {
    test.use({ javaScriptEnabled });

    test('sending twice makes one flag', async ({ page, product }) => {
      await openRun(page, `twice-${how}`, product);
      await page.getByLabel(/^Wrong/).check();
      await note(page).fill('Once');
      await send(page).dblclick();
      await expect(flags(page)).toHaveCount(1);
      await page.reload();
      await expect(flags(page)).toHaveCount(1);
    });

    test('a verdict or a flag that was refused says why and keeps what was typed', async ({ page, product }) => {
      await openRun(page, `refused-${how}`, product);
      await page.getByLabel(/^Bias/).check();
      await page.getByLabel('Stops the release').check();
      await note(page).fill('x'.repeat(10_001));
      await send(page).click();
      await expect(page.getByRole('alert')).toContainText('10,000 characters');
      await expect(note(page)).toHaveAttribute('aria-invalid', 'true');
      await expect(note(page)).toHaveValue('x'.repeat(10_001));
      await expect(page.getByLabel(/^Bias/)).toBeChecked();
      await expect(page.getByLabel('Stops the release')).toBeChecked();
      await note(page).fill('Shorter');
      await send(page).click();
      await expect(flags(page)).toContainText(['Shorter']);
      await expect(flags(page)).toContainText(['Stops the release']);
    });

    test('a value that does not fit is said at its field, and a link leads there', async ({ page, product }) => {
      await publish(product, { model: `mistyped-${how}` });
      await page.goto(`/m/mistyped-${how}`);
      const debt = page.getByLabel('Total debt payments to income');
      await debt.fill('much');
      await page.getByLabel('Loan to property value').fill('41%');
      await page.getByRole('button', { name: 'Run' }).click();
      const alert = page.getByRole('alert');
      await expect(alert.getByRole('link')).toHaveText(['Total debt payments to income']);
      await expect(debt).toHaveValue('much');
      await expect(debt).toHaveAccessibleDescription(/number/);
      await expect(page.getByLabel('Loan to property value')).toHaveValue('41%');
      await alert.getByRole('link').click();
      await expect(debt).toBeFocused();
    });

    test('an example fills the form and is answered', async ({ page, product }) => {
      await publish(product, { model: `examples-${how}` });
      await page.goto(`/m/examples-${how}`);
      const first = await page.getByLabel('Total debt payments to income').inputValue();
      await page.getByRole('link', { name: 'Clear denial' }).click();
      await expect(page.getByRole('link', { name: 'Clear denial' })).toHaveAttribute('aria-current', 'true');
      await expect(page.getByLabel('Total debt payments to income')).not.toHaveValue(first);
      await expect(page.getByRole('region', { name: 'Answer' }).getByRole('heading')).toHaveText('denied');
    });
  });
}

test.describe('going back to a form that was sent', () => {
  test.use({ javaScriptEnabled: false });

  test('the same words are the same flag, other words make another after asking', async ({ page, product }) => {
    await openRun(page, 'back', product);
    const key = page.locator('input[name=idempotencyKey]');
    const sentKey = await key.inputValue();
    /** Browsers keep a page as it was; here it is loaded again, so its key has to be put back. */
    const goBack = async () => {
      await page.goBack();
      await key.evaluate((field: HTMLInputElement, value) => {
        field.value = value;
      }, sentKey);
    };
    await page.getByLabel(/^Wrong/).check();
    await note(page).fill('First');
    await send(page).click();
    await expect(flags(page)).toHaveCount(1);

    await goBack();
    await expect(note(page)).toHaveValue('First');
    await send(page).click();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(flags(page)).toHaveCount(1);

    await goBack();
    await note(page).fill('Second');
    await send(page).click();
    await expect(page.getByRole('alert')).toContainText('sent before with other words');
    await expect(note(page)).toHaveValue('Second');
    await send(page).click();
    await expect(flags(page)).toHaveCount(2);
  });
});

test('the first key press leads past the header', async ({ page }) => {
  await page.goto('/flags');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the page' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#main$/);
});
