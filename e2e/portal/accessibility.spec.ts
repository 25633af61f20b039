import { audit } from './audit.ts';
import { addPerson, PASSWORD, publish, setUp, signOut } from './flows.ts';
import { expect, test } from './fresh.ts';

/** Every page in every state it has, wide and narrow, light and dark. */

test('every page passes axe and fits a phone', async ({ page, product }) => {
  test.setTimeout(600_000);
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
    await page.goto('/publish');
    await audit(page, 'publish');
    await publish(product);
    await publish(product, { version: 2 });
    await page.goto('/');
    await audit(page, 'home, filled');
    await page.goto('/models');
    await audit(page, 'models');
    await page.goto('/m/mortgage-approval', { waitUntil: 'networkidle' });
    await audit(page, 'preview');
    const debt = page.getByLabel('Total debt payments to income', { exact: true });
    await debt.fill('much');
    await expect(debt).toHaveAccessibleDescription(/Give a number/);
    const answer = page.getByRole('region', { name: 'Answer' });
    await expect(answer).toContainText('Below is the answer before.');
    await audit(page, 'preview refused');
    await debt.fill('41%');
    await page.getByRole('button', { name: 'Run and keep' }).click();
    const recent = page.getByRole('region', { name: 'Your recent runs' });
    await expect(recent.getByRole('listitem')).toHaveCount(1);
    await audit(page, 'preview, kept');
    await answer.getByRole('link', { name: /^\/r\// }).click();
    await page.waitForURL(/\/r\/run_/, { waitUntil: 'networkidle' });
    await audit(page, 'run');
    return page.url();
  });

  await test.step('saying what is wrong', async () => {
    await page.getByRole('button', { name: 'Looks right' }).click();
    await expect(page.getByText('Kept. You said: looks right.')).toBeVisible();
    await audit(page, 'run, judged');
    await page.getByRole('button', { name: 'Flag a problem' }).click();
    const composer = page.getByRole('dialog', { name: 'Flag a problem' });
    const note = composer.getByLabel('Why does it matter?');
    await expect(note).toBeVisible();
    await audit(page, 'composer');
    await note.fill('x'.repeat(10_001));
    await composer.getByRole('button', { name: 'Send flag' }).click();
    await expect(composer).toContainText('Choose what kind of problem it is.');
    await expect(note).toHaveAccessibleDescription(/1 character too long/);
    await audit(page, 'composer, refused');
    // A card is a picture over its radio button.
    await composer.getByRole('radio', { name: /^Bias/ }).check({ force: true });
    await note.fill('Too strict.\nBy far.');
    await composer.getByRole('button', { name: 'Send flag' }).click();
    await expect(page.getByText('Flag 1 saved')).toBeVisible();
    const flags = page.getByRole('region', { name: /Flags on this run/ });
    await expect(flags.getByRole('link', { name: 'Too strict.' })).toBeVisible();
    await audit(page, 'run, flagged');
  });

  await test.step('a flag by the plain form, refused', async () => {
    await page.goto(runUrl, { waitUntil: 'networkidle' });
    // Only without a script does the page offer this form; what it answers shows with one too.
    await page.locator('form#flag').evaluate((form: HTMLFormElement) => {
      const { elements } = form;
      (elements.namedItem('kind') as RadioNodeList).value = 'bias';
      (elements.namedItem('note') as HTMLTextAreaElement).value = 'x'.repeat(10_001);
      form.requestSubmit();
    });
    const field = page.getByLabel('What should be different, and why?');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(alert.filter({ hasText: /\S/ }).first()).toBeVisible();
    await audit(page, 'run, flag refused');
  });

  await test.step('the thread of a flag', async () => {
    await page.goto('/flags', { waitUntil: 'networkidle' });
    await audit(page, 'flags');
    await page.locator('summary', { hasText: 'Filter' }).click();
    await expect(page.getByRole('button', { name: 'Show flags' })).toBeVisible();
    await audit(page, 'flags, the filter');
    await page.goto('/flags?state=confirmed');
    await expect(page.getByText('No flag fits this filter.')).toBeVisible();
    await audit(page, 'flags, none that fit');
    await page.goto('/flags', { waitUntil: 'networkidle' });
    await page.getByRole('link', { name: /Too strict\./ }).click();
    const thread = page.getByRole('article', { name: 'Flag 1' });
    const reply = thread.getByLabel('Reply to the publishers');
    await expect(reply).toBeVisible();
    await audit(page, 'flag');
    const send = thread.getByRole('button', { name: 'Send', exact: true });
    await thread.locator('label', { hasText: 'Won’t fix' }).click();
    await send.click();
    await expect(thread.getByRole('alert').filter({ hasText: 'Say why it will not be fixed.' })).toBeVisible();
    await audit(page, 'flag, state refused');
    await reply.fill('By design.');
    await send.click();
    const happened = thread.getByRole('list', { name: 'What happened' });
    await expect(happened.getByRole('listitem').filter({ hasText: 'By design.' })).toContainText('will not fix it');
    await reply.fill('Why?');
    await send.click();
    await expect(happened.getByText('Why?', { exact: true })).toBeVisible();
    await audit(page, 'flag, answered');
  });

  await test.step('searching', async () => {
    await page.goto('/search?q=mortgage', { waitUntil: 'networkidle' });
    await expect(page.getByRole('region', { name: 'Models' }).getByRole('listitem')).toHaveCount(1);
    await audit(page, 'search');
    await page.goto('/search?q=nothing-of-the-kind', { waitUntil: 'networkidle' });
    await expect(page.getByText(/^Nothing found for/)).toBeVisible();
    await audit(page, 'search, nothing found');
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
    await signOut(page);
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
    await page.goto('/flags', { waitUntil: 'networkidle' });
    await page.getByRole('link', { name: /Too strict\./ }).click();
    await expect(page.getByRole('article', { name: 'Flag 1' }).getByLabel('Reply to Ada Lovelace')).toBeVisible();
    await audit(page, 'flag, seen by a reviewer');
  });
});
