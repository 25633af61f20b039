import type { Locator, Page } from '@playwright/test';
import { ADA, addPerson, PASSWORD, publish, setUp, signIn, TOM } from './flows.ts';
import { expect, test } from './fresh.ts';

/** A file becomes a page, a question an answer, a complaint a flag: with scripts, and in a browser without. */

const NOTE = 'Declines at 43 % debt even with a large deposit.';
const REPLY = 'Which deposit did you have in mind?';

/** The row of home that tells the model's two times. */
const row = (page: Page): Locator => page.getByRole('row', { name: /Mortgage approval/ });

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('set-up link, model, preview, run, flag, reply, state', async ({ page, product }) => {
      await test.step('the set-up link makes the first account, once', async () => {
        await setUp(page, product);
        await expect(page.getByRole('banner')).toContainText(ADA.name);
        await expect(page.getByRole('heading', { name: 'No models yet' })).toBeVisible();
        const again = await page.goto(product.setupLink ?? '');
        expect(again?.status()).toBe(410);
        await expect(page.getByRole('heading', { name: /does not work any more/ })).toBeVisible();
      });

      await test.step('home lists a model published through the API, with its time', async () => {
        await publish(product);
        await page.goto('/');
        await expect(row(page)).toContainText('v1');
        await expect(row(page).getByRole('cell').nth(1)).toHaveText(/^\d+(\.\d)? (ms|s)$/);
        await expect(row(page).getByRole('cell').nth(2)).toHaveText('Not reached yet');
      });

      await test.step('the preview opens with an answered example', async () => {
        await row(page).getByRole('link', { name: 'Mortgage approval' }).click();
        await expect(page.getByRole('heading', { name: 'Mortgage approval v1' })).toBeVisible();
        await expect(answer(page)).toContainText(/Answered in .* by v1/);
        await expect(answer(page).getByRole('heading')).not.toBeEmpty();
      });

      const runUrl = await test.step('Run keeps what was asked', async () => {
        await page.getByLabel('Total debt payments to income').fill('43%');
        await page.getByRole('button', { name: 'Run' }).click();
        await page.waitForURL(/\/r\/run_[0-9a-z]{16}$/);
        await expect(page.getByRole('row', { name: /Total debt payments to income/ })).toContainText('0.43');
        await expect(answer(page).getByRole('heading')).not.toBeEmpty();
        await expect(page.getByText(`Asked by ${ADA.name}`)).toBeVisible();
        return page.url();
      });

      await test.step('a verdict is thanked for', async () => {
        await page.getByRole('button', { name: 'Not sure' }).click();
        await expect(page.getByText('Thank you, your judgement is kept.')).toBeVisible();
      });

      await test.step('the form makes a flag', async () => {
        await page.getByLabel('Boundary').check();
        await page.getByLabel('Serious', { exact: true }).check();
        await page.getByLabel('What should be different, and why?').fill(NOTE);
        await page.getByRole('button', { name: 'Send the flag' }).click();
        const flag = page.getByRole('region', { name: 'Flags on this run' }).getByRole('listitem');
        await expect(flag).toHaveCount(1);
        await expect(flag).toContainText(NOTE);
        await expect(flag).toContainText('Open');
        // Sent is sent: the form is empty again.
        await expect(page.getByLabel('What should be different, and why?')).toHaveValue('');
        await expect(page.getByLabel('Boundary')).not.toBeChecked();
        await flag.getByRole('link', { name: 'Flag 1' }).click();
        await expect(page).toHaveURL(/\/f\/flg_[0-9a-z]{16}$/);
      });

      await test.step('a reply and a new state show on the flag', async () => {
        await page.getByLabel('Your reply').fill(REPLY);
        await page.getByRole('button', { name: 'Send the reply' }).click();
        await expect(page.getByRole('list', { name: 'Replies' })).toContainText(REPLY);
        await expect(page.getByLabel('Your reply')).toHaveValue('');
        await page.getByLabel('New state').selectOption('looks-fixed');
        await page.getByLabel('Version', { exact: true }).fill('1');
        await page.getByRole('button', { name: 'Change the state' }).click();
        await expect(page.getByLabel('The flag')).toContainText('Looks fixed in v1');
      });

      await test.step('the flag is in the list, and home tells the time to feedback', async () => {
        await page.getByRole('link', { name: 'Flags' }).click();
        await page.getByLabel('State').selectOption('looks-fixed');
        await page.getByRole('button', { name: 'Show' }).click();
        await expect(page.getByRole('main').getByRole('listitem')).toContainText([NOTE]);
        await page.getByLabel('State').selectOption('open');
        await page.getByRole('button', { name: 'Show' }).click();
        await expect(page.getByText('No flag fits.')).toBeVisible();
        await page.getByRole('link', { name: 'Models' }).click();
        await expect(row(page).getByRole('cell').nth(2)).toHaveText(/^\d+(\.\d)? (ms|s|min)$/);
      });

      await test.step('another person chooses a password on their link and sees the same', async () => {
        const link = await addPerson(product);
        await page.getByRole('button', { name: 'Sign out' }).click();
        await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
        await page.goto(link);
        await expect(page.getByRole('heading', { name: `Welcome, ${TOM.name}` })).toBeVisible();
        await page.getByLabel('Password').fill(PASSWORD);
        await page.getByRole('button', { name: 'Save and sign in' }).click();
        await expect(page.getByRole('banner')).toContainText(TOM.name);
        await page.goto(runUrl);
        await expect(page.getByText(NOTE)).toBeVisible();
        await page.getByRole('link', { name: 'Flag 1' }).click();
        await expect(page.getByText(REPLY)).toBeVisible();
        // A reviewer who did not report it can reply, and decides nothing.
        await expect(page.getByRole('button', { name: 'Send the reply' })).toBeVisible();
        await expect(page.getByRole('button', { name: 'Change the state' })).toHaveCount(0);
        expect((await page.goto(link))?.status()).toBe(410);
      });

      await test.step('signed out, every page asks to sign in and leads back', async () => {
        await page.goto('/');
        await page.getByRole('button', { name: 'Sign out' }).click();
        await signIn(page, ADA, new URL(runUrl).pathname);
        await expect(page).toHaveURL(runUrl);
      });
    });
  });
}

function answer(page: Page): Locator {
  return page.getByRole('region', { name: 'Answer' });
}
