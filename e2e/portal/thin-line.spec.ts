import type { Locator, Page } from '@playwright/test';
import { ADA, addPerson, PASSWORD, publish, setUp, signIn, signOut, TOM } from './flows.ts';
import { expect, test } from './fresh.ts';

/** A file becomes a page, a question an answer, a complaint a flag: with scripts, and in a browser without. */

const NOTE = 'Declines at 43 % debt even with a large deposit.';
const REPLY = 'Which deposit did you have in mind?';

/** The row of home that tells the model's two times. */
const row = (page: Page): Locator => page.getByRole('row', { name: /Mortgage approval/ });
const timeToPreview = (page: Page): Locator => row(page).getByRole('cell').nth(3);
const timeToFeedback = (page: Page): Locator => row(page).getByRole('cell').nth(4);
const answer = (page: Page): Locator => page.getByRole('region', { name: 'Answer' });
const happened = (page: Page): Locator => page.getByRole('list', { name: 'What happened' });

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('set-up link, model, preview, run, flag, reply, state', async ({ page, product }) => {
      await test.step('the set-up link makes the first account, once', async () => {
        await setUp(page, product);
        await expect(page.getByRole('banner')).toContainText(ADA.name);
        await expect(page.getByRole('heading', { name: 'Publish your first model' })).toBeVisible();
        const again = await page.goto(product.setupLink ?? '');
        expect(again?.status()).toBe(410);
        await expect(page.getByRole('heading', { name: /does not work any more/ })).toBeVisible();
      });

      await test.step('home lists a model published through the API, with its time', async () => {
        await publish(product);
        await page.goto('/');
        await expect(row(page).getByRole('rowheader')).toContainText('v1');
        await expect(timeToPreview(page)).toHaveText(/^\d+(\.\d)? (ms|s)$/);
        await expect(timeToFeedback(page)).toHaveText(/^Waiting(, \d+ min so far)?$/);
      });

      await test.step('the preview opens with an answered example', async () => {
        await row(page)
          .getByRole('link', { name: /^Mortgage approval/ })
          .click();
        await expect(page.getByRole('heading', { name: 'Mortgage approval', level: 1 })).toBeVisible();
        await expect(page.getByRole('main')).toContainText(/v1 published/);
        await expect(answer(page)).toContainText(/Answered in .* by v1/);
        await expect(answer(page).getByRole('heading')).not.toBeEmpty();
      });

      const runUrl = await test.step('Run keeps what was asked', async () => {
        // A form that has its script does not leave the page.
        if (javaScriptEnabled) await page.waitForLoadState('networkidle');
        await page.getByLabel('Total debt payments to income', { exact: true }).fill('43%');
        await page.getByRole('button', { name: 'Run and keep' }).click();
        if (javaScriptEnabled) {
          const kept = page.getByRole('region', { name: 'Your recent runs' }).getByRole('listitem');
          await expect(kept).toHaveCount(1);
          await kept.getByRole('link').click();
        }
        await page.waitForURL(/\/r\/run_[0-9a-z]{16}$/);
        const asked = page.getByRole('row', { name: /Total debt payments to income/ });
        await expect(asked.getByRole('cell')).toContainText('43%');
        await expect(asked.getByTitle('0.43 ratio', { exact: true })).toHaveText('43%');
        await expect(answer(page).getByRole('heading')).not.toBeEmpty();
        await expect(page.getByText('You asked this')).toBeVisible();
        return page.url();
      });

      await test.step('a verdict is said to be kept', async () => {
        await page.getByRole('button', { name: 'Not sure' }).click();
        await expect(page.getByText('Kept. You said: not sure.')).toBeVisible();
        const said = page.getByRole('region', { name: 'What people said' }).getByRole('listitem');
        await expect(said).toHaveText([/^You said not sure/]);
      });

      await test.step('the form makes a flag', async () => {
        await (javaScriptEnabled ? flagInPanel(page) : flagInForm(page));
        const flag = page.getByRole('region', { name: 'Flags on this run' }).getByRole('listitem');
        await expect(flag).toHaveCount(1);
        await expect(flag).toContainText('Boundary 1');
        await expect(flag).toContainText(NOTE);
        await expect(flag).toContainText('Open');
        // Sent is sent: the form is empty again.
        await (javaScriptEnabled ? expectEmptyPanel(page) : expectEmptyForm(page));
        await flag.getByRole('link', { name: NOTE }).click();
        await expect(page).toHaveURL(/\/f\/flg_[0-9a-z]{16}$/);
      });

      await test.step('a reply and a new state show on the flag', async () => {
        const flag = page.getByRole('article', { name: 'Flag 1' });
        await expect(flag.getByRole('heading', { level: 1 })).toHaveText(NOTE);
        await expect(flag).toContainText('Serious');
        const field = page.getByRole('textbox', { name: 'Reply to the publishers' });
        await field.fill(REPLY);
        await page.getByRole('button', { name: 'Send', exact: true }).click();
        await expect(happened(page)).toContainText(REPLY);
        await expect(field).toHaveValue('');
        await page.getByRole('radio', { name: 'Looks fixed' }).check();
        await page.getByLabel('in version').selectOption('1');
        await page.getByRole('button', { name: 'Send', exact: true }).click();
        await expect(flag.getByText('Looks fixed in v1', { exact: true })).toBeVisible();
        await expect(happened(page).getByRole('listitem').last()).toContainText('You say it looks fixed in v1');
      });

      await test.step('the flag is in the list, and home tells the time to feedback', async () => {
        await page
          .getByRole('banner')
          .getByRole('link', { name: /^Flags/ })
          .click();
        await filterByState(page, 'looks-fixed');
        await expect(page.getByRole('table').getByRole('rowheader')).toContainText([NOTE]);
        await filterByState(page, 'open');
        await expect(page.getByText('No flag fits this filter.')).toBeVisible();
        await expect(page.getByRole('table')).toHaveCount(0);
        await page.getByRole('link', { name: 'Firstlook home' }).click();
        await expect(timeToFeedback(page)).toHaveText(/^\d+(\.\d)? (ms|s|min)$/);
      });

      await test.step('another person chooses a password on their link and sees the same', async () => {
        const link = await addPerson(product);
        await signOut(page);
        await page.goto(link);
        await expect(page.getByRole('heading', { name: `Welcome, ${TOM.name}` })).toBeVisible();
        await page.getByLabel('Password').fill(PASSWORD);
        await page.getByRole('button', { name: 'Save and sign in' }).click();
        await expect(page.getByRole('banner')).toContainText(TOM.name);
        await page.goto(runUrl);
        await expect(page.getByText(`${ADA.name} asked this`)).toBeVisible();
        await page.getByRole('link', { name: NOTE }).click();
        await expect(happened(page)).toContainText(REPLY);
        // A reviewer who did not report it can reply, and decides nothing.
        await expect(page.getByRole('textbox', { name: `Reply to ${ADA.name}` })).toBeVisible();
        await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeVisible();
        await expect(page.getByRole('radio')).toHaveCount(0);
        await expect(page.getByRole('button', { name: /Accept|Yes, fixed|Still wrong/ })).toHaveCount(0);
        expect((await page.goto(link))?.status()).toBe(410);
      });

      await test.step('signed out, every page asks to sign in and leads back', async () => {
        await page.goto('/');
        await signOut(page);
        await signIn(page, ADA, new URL(runUrl).pathname);
        await expect(page).toHaveURL(runUrl);
      });
    });
  });
}

/** With scripts flagging happens in the panel at the side. */
async function openPanel(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Flag a problem' }).click();
  const panel = page.getByRole('dialog', { name: 'Flag a problem' });
  await expect(panel).toBeVisible();
  return panel;
}

async function flagInPanel(page: Page): Promise<void> {
  const panel = await openPanel(page);
  await panel.getByRole('radio', { name: /^Boundary/ }).check();
  await panel.getByRole('radio', { name: 'Serious' }).check();
  await panel.getByLabel('Why does it matter?').fill(NOTE);
  await panel.getByRole('button', { name: 'Send flag' }).click();
  await expect(page.getByText('Flag 1 saved')).toBeVisible();
  await expect(panel).toHaveCount(0);
}

async function expectEmptyPanel(page: Page): Promise<void> {
  const panel = await openPanel(page);
  await expect(panel.getByLabel('Why does it matter?')).toHaveValue('');
  await expect(panel.getByRole('radio', { name: /^Boundary/ })).not.toBeChecked();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
}

/** Without scripts there is a plain form on the page. */
async function flagInForm(page: Page): Promise<void> {
  await page.getByRole('radio', { name: /^Boundary/ }).check();
  await page.getByRole('radio', { name: 'Serious' }).check();
  await page.getByLabel('What should be different, and why?').fill(NOTE);
  await page.getByRole('button', { name: 'Send flag' }).click();
}

async function expectEmptyForm(page: Page): Promise<void> {
  await expect(page.getByLabel('What should be different, and why?')).toHaveValue('');
  await expect(page.getByRole('radio', { name: /^Boundary/ })).not.toBeChecked();
}

/** Narrows the list of flags by the form behind Filter. */
async function filterByState(page: Page, state: string): Promise<void> {
  await page.locator('summary', { hasText: 'Filter' }).click();
  await page.getByLabel('State', { exact: true }).selectOption(state);
  await page.getByRole('button', { name: 'Show flags' }).click();
  await expect(page).toHaveURL(new RegExp(`[?&]state=${state}(&|$)`));
}
