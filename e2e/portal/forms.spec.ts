import type { Locator, Page } from '@playwright/test';
import { publish } from './flows.ts';
import { expect, test } from './site.ts';

/** What people do to forms: press twice, go back, leave out, mistype. */

type Product = Parameters<typeof publish>[0];

const TOO_LONG = 'x'.repeat(10_001);
const debt = (page: Page): Locator => page.getByLabel('Total debt payments to income', { exact: true });
const answer = (page: Page): Locator => page.getByRole('region', { name: 'Answer' });
const flags = (page: Page): Locator => page.getByRole('region', { name: 'Flags on this run' }).getByRole('listitem');

/** Where a flag is written: the panel at the side, without a script the form on the page of the run. */
function flagForm(page: Page, hasScripts: boolean) {
  const form = hasScripts ? page.getByRole('dialog', { name: 'Flag a problem' }) : page.locator('form#flag');
  return {
    form,
    note: form.getByLabel(hasScripts ? 'Why does it matter?' : 'What should be different, and why?'),
    send: form.getByRole('button', { name: 'Send flag' }),
    kind: (name: string) => form.getByRole('radio', { name: new RegExp(`^${name}`) }),
  };
}

/** Asks a model of its own, and shows the run that was kept with the form for flagging it. */
async function openRun(page: Page, product: Product, { model, hasScripts }: { model: string; hasScripts: boolean }) {
  await publish(product, { model });
  await page.goto(`/m/${model}`, { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Run and keep' }).click();
  if (hasScripts) {
    await page.getByRole('region', { name: 'Your recent runs' }).getByRole('link').click();
    await page.waitForURL(/\/r\//);
    await answer(page).getByRole('button', { name: 'Flag a problem' }).click();
  }
  await page.waitForURL(/\/r\//);
  const written = flagForm(page, hasScripts);
  await expect(written.form).toBeVisible();
  return written;
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'scripts' : 'no-scripts';
  const hasScripts = javaScriptEnabled;
  test.describe(how, () => {
    test.use({ javaScriptEnabled });

    test('sending twice makes one flag', async ({ page, product }) => {
      const { kind, note, send } = await openRun(page, product, { model: `twice-${how}`, hasScripts });
      await kind('Wrong').check();
      await note.fill('Once');
      await send.dblclick();
      await expect(flags(page)).toHaveCount(1);
      await page.reload();
      await expect(flags(page)).toHaveCount(1);
      const { body } = await product.call('GET', `/flags?model=twice-${how}`);
      expect(body.items).toHaveLength(1);
    });

    test('a flag that was refused says why and keeps what was typed', async ({ page, product }) => {
      const model = `refused-${how}`;
      const { form, kind, note, send } = await openRun(page, product, { model, hasScripts });
      const stops = form.getByRole('radio', { name: 'Stops the release' });
      await kind('Bias').check();
      await stops.check();
      await note.fill(TOO_LONG);
      await send.click();
      if (!hasScripts) await expect(form.getByRole('alert')).toContainText('10,000 characters');
      await expect(note).toHaveAttribute('aria-invalid', 'true');
      await expect(note).toHaveAccessibleDescription(/10,000/);
      await expect(note).toHaveValue(TOO_LONG);
      await expect(kind('Bias')).toBeChecked();
      await expect(stops).toBeChecked();
      expect((await product.call('GET', `/flags?model=${model}`)).body.items).toEqual([]);
      await note.fill('Shorter');
      await send.click();
      await expect(flags(page)).toContainText(['Shorter']);
      await flags(page).getByRole('link').click();
      await expect(page.getByRole('article', { name: /^Flag \d+/ })).toContainText('Stops the release');
      const { body } = await product.call('GET', `/flags?model=${model}`);
      expect(body.items).toMatchObject([{ kind: 'bias', severity: 'stops-release', note: 'Shorter' }]);
    });

    test('a value that does not fit is said at its field, and without a script a link leads there', async ({
      page,
      product,
    }) => {
      await publish(product, { model: `mistyped-${how}` });
      await page.goto(`/m/mistyped-${how}`, { waitUntil: 'networkidle' });
      const loan = page.getByLabel('Loan to property value', { exact: true });
      await debt(page).fill('much');
      await loan.fill('41%');
      await page.getByRole('button', { name: 'Run and keep' }).click();
      await expect(debt(page)).toHaveAccessibleDescription(/Give a number/);
      await expect(debt(page)).toHaveAttribute('aria-invalid', 'true');
      await expect(debt(page)).toHaveValue('much');
      await expect(loan).toHaveValue('41%');
      await expect(loan).not.toHaveAttribute('aria-invalid', 'true');
      await expect(page).toHaveURL(new RegExp(`/m/mistyped-${how}`));
      if (hasScripts) {
        // It was said while typing: the answer beside the form is the one before, and is no run.
        await expect(answer(page)).toContainText('Below is the answer before.');
        await expect(page.getByRole('region', { name: 'Your recent runs' }).getByRole('link')).toHaveCount(0);
        return;
      }
      await expect(answer(page).getByRole('link')).toHaveText(['Total debt payments to income']);
      await answer(page).getByRole('link').click();
      await expect(debt(page)).toBeFocused();
    });

    test('an example fills the form and is answered', async ({ page, product }) => {
      await publish(product, { model: `examples-${how}` });
      await page.goto(`/m/examples-${how}`, { waitUntil: 'networkidle' });
      const first = await debt(page).inputValue();
      const example = page.getByRole('link', { name: 'Clear denial' });
      await example.click();
      await expect(example).toHaveAttribute('aria-current', 'true');
      await expect(debt(page)).not.toHaveValue(first);
      await expect(answer(page).getByRole('heading')).toHaveText('denied');
    });
  });
}

test.describe('going back to a form that was sent', () => {
  test.use({ javaScriptEnabled: false });

  test('the same words are the same flag, other words make another after asking', async ({ page, product }) => {
    const { form, kind, note, send } = await openRun(page, product, { model: 'back', hasScripts: false });
    const key = form.locator('input[name=idempotencyKey]');
    const sentKey = await key.inputValue();
    /** Browsers keep a page as it was; here it is loaded again, so its key has to be put back. */
    const goBack = async () => {
      await page.goBack();
      await key.evaluate((field: HTMLInputElement, value) => {
        field.value = value;
      }, sentKey);
    };
    await kind('Wrong').check();
    await note.fill('First');
    await send.click();
    await expect(flags(page)).toHaveCount(1);

    await goBack();
    await expect(note).toHaveValue('First');
    await send.click();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(flags(page)).toHaveCount(1);

    await goBack();
    await note.fill('Second');
    await send.click();
    await expect(page.getByRole('alert')).toContainText('sent before with other words');
    await expect(note).toHaveValue('Second');
    await send.click();
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
