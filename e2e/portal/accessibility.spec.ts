import { audit } from './audit.ts';
import { PASSWORD, setUp } from './flows.ts';
import { expect, test } from './fresh.ts';

/** Pages in the states they have, wide and narrow, light and dark. */

test('setting up passes axe and fits a phone', async ({ page, product }) => {
  test.setTimeout(300_000);
  const submit = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const alert = page.getByRole('alert');

  await test.step('setting up', async () => {
    await page.goto(product.setupLink ?? '');
    await audit(page, 'setup');
    // A name of spaces passes the browser's own check, not the product's.
    await page.getByLabel('Your name').fill('   ');
    await page.getByLabel('Mail address').fill('ada@example.org');
    await page.getByLabel('Password').fill(PASSWORD);
    await submit('Make the account');
    await expect(alert).toBeVisible();
    await audit(page, 'setup refused');
    await setUp(page, product);
    await audit(page, 'home, empty');
  });
});
