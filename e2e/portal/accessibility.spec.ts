import { audit } from './audit.ts';
import { addPerson, PASSWORD, publish, setUp } from './flows.ts';
import { expect, test } from './fresh.ts';

/** Every page in every state it has, wide and narrow, light and dark. */

test('every page passes axe and fits a phone', async ({ page, product }) => {
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
    await page.goto('/flags');
    await audit(page, 'flags, none');
    await page.goto(product.setupLink ?? '');
    await audit(page, 'setup, spent');
  });

  const runUrl = await test.step('asking', async () => {
    await publish(product);
    await publish(product, { version: 2 });
    await page.goto('/models');
    await audit(page, 'home, filled');
    await page.goto('/m/mortgage-approval');
    await audit(page, 'preview');
    await page.getByLabel('Total debt payments to income').fill('much');
    await submit('Run');
    await expect(alert).toBeVisible();
    await audit(page, 'preview refused');
    await page.getByLabel('Total debt payments to income').fill('41%');
    await submit('Run');
    await page.waitForURL(/\/r\//);
    await audit(page, 'run');
    return page.url();
  });

  await test.step('saying what is wrong', async () => {
    await submit('Looks right');
    await expect(page.getByRole('status')).toBeVisible();
    await audit(page, 'run, judged');
    await page.getByLabel('Bias').check();
    await page.getByLabel('What should be different, and why?').fill('x'.repeat(10_001));
    await submit('Send the flag');
    await expect(alert).toBeVisible();
    await audit(page, 'run, flag refused');
    await page.getByLabel('What should be different, and why?').fill('Too strict.\nBy far.');
    await submit('Send the flag');
    await expect(page.getByRole('link', { name: 'Flag 1' })).toBeVisible();
    await audit(page, 'run, flagged');
    await page.goto('/flags');
    await audit(page, 'flags');
    await page.getByRole('link', { name: 'Flag 1' }).click();
    await expect(page.getByLabel('Your reply')).toBeVisible();
    await audit(page, 'flag');
    await page.getByLabel('New state').selectOption('wont-fix');
    await submit('Change the state');
    await expect(alert).toBeVisible();
    await audit(page, 'flag, state refused');
    await page.getByLabel('Reason').fill('By design.');
    await submit('Change the state');
    await expect(page.getByText('Reason: By design.')).toBeVisible();
    await page.getByLabel('Your reply').fill('Why?');
    await submit('Send the reply');
    await expect(page.getByText('Why?', { exact: true })).toBeVisible();
    await audit(page, 'flag, answered');
  });

  await test.step('what is not there', async () => {
    for (const path of ['/nothing', '/m/none', '/m/mortgage-approval/v/9', '/r/run_0000000000000000', '/f/x']) {
      expect((await page.goto(path))?.status()).toBe(404);
      await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
    }
    await audit(page, 'nothing there');
    await product.call('POST', '/models/mortgage-approval/versions/1/retire');
    await page.goto('/m/mortgage-approval/v/1');
    await audit(page, 'preview, retired');
  });

  await test.step('signing in', async () => {
    const link = await addPerson(product);
    await submit('Sign out');
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await audit(page, 'login');
    await page.getByLabel('Mail address').fill('ada@example.org');
    await page.getByLabel('Password').fill('wrong');
    await submit('Sign in');
    await expect(alert).toBeVisible();
    await audit(page, 'login refused');
    expect((await page.goto('/nothing'))?.status()).toBe(404);
    await audit(page, 'nothing there, for a stranger');
    await page.goto(link);
    await audit(page, 'reset');
    await page.getByLabel('Password').fill(PASSWORD);
    await submit('Save and sign in');
    await expect(page.getByRole('banner')).toContainText('Tom Reyes');
    await page.goto(link);
    await audit(page, 'reset, spent');
    await page.goto(runUrl);
    await audit(page, 'run, seen by a reviewer');
  });
});
