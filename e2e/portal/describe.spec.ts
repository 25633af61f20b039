import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from '../product.ts';
import { audit } from './audit.ts';
import { addPerson, PASSWORD, setUp, TOM } from './flows.ts';
import { expect, test } from './fresh.ts';

/** Editing what people see of a version, in the browser. */

const FOLDER = join(ROOT, 'models/mortgage-approval');
const DESCRIBE = '/m/mortgage/v/1/describe';

const fields = (page: Page) => page.getByRole('navigation', { name: 'Fields' });
const inForm = (page: Page) => page.getByRole('region', { name: 'The field in the form' });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();

test('the form of a version is edited, counted, undone and downloaded', async ({ page, product, browser }) => {
  test.setTimeout(120_000);
  await setUp(page, product);
  const form = new FormData();
  form.append('model', new Blob([readFileSync(join(FOLDER, '1/model.onnx'))]), 'model.onnx');
  form.append('reference', new Blob([readFileSync(join(FOLDER, 'test.csv'))]), 'reference.csv');
  expect((await product.call('POST', '/models/mortgage/versions', form)).status).toBe(201);
  const described = async () => (await product.call('GET', '/models/mortgage/versions/1')).body;
  const input = async (key: string) => (await described()).inputs.find((each: { key: string }) => each.key === key);

  await page.goto('/m/mortgage');
  await page.getByRole('link', { name: 'Edit the form' }).click();
  await expect(page.getByRole('heading', { name: 'Edit the form' })).toBeVisible();
  await audit(page, 'the editor');

  // A label and a unit are tried beside the form before they are saved; what cannot be is said at its control.
  await page.getByLabel('Label people see').fill('Debt to income');
  await expect(inForm(page)).toContainText('Debt to income');
  await page.getByLabel('Lowest').fill('3');
  await expect(page.getByText('The lowest value must not be above the highest.')).toBeVisible();
  await page.getByLabel('Lowest').fill('0');
  await page.getByText('Show it in another unit').click();
  await page.getByLabel('Factor').fill('100');
  await page.getByLabel('Unit people see').fill('%');
  await expect(inForm(page).getByRole('textbox')).toHaveValue('33');
  await page.getByRole('link', { name: 'Hirat' }).click();
  await expect(page.getByRole('alert')).toContainText('changes that are not saved');
  await page.getByRole('button', { name: 'Stay here' }).click();
  await save(page);
  await expect(fields(page).getByRole('link', { name: 'Debt to income' })).toBeVisible();
  expect(await input('pirat')).toMatchObject({ label: 'Debt to income', min: 0, display: { scale: 100, unit: '%' } });
  expect(await input('pirat')).not.toHaveProperty('guess');

  // By keyboard: to another field, which moves with Alt and an arrow, and its guess looks right.
  const link = fields(page).getByRole('link', { name: 'Unemp' });
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Edit Unemp' })).toBeVisible();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(fields(page).getByRole('status')).toHaveText('Unemp is now 3 of 12.');
  await expect(link).toBeFocused();
  await page.getByRole('button', { name: 'Move Unemp up' }).click();
  await expect(fields(page).getByRole('status')).toHaveText('Unemp is now 2 of 12.');
  await fields(page)
    .getByRole('listitem')
    .filter({ hasText: 'Hschool' })
    .dragTo(fields(page).getByRole('listitem').first());
  await expect(fields(page).getByRole('status')).toHaveText('Hschool is now 1 of 12.');
  await expect(page.getByRole('region', { name: 'Edit Unemp' })).toBeVisible();
  await page.getByRole('button', { name: 'Looks right' }).click();
  await expect(page.getByText('Said by a person')).toBeVisible();
  expect((await described()).inputs.slice(0, 3).map(({ key }: { key: string }) => key)).toEqual([
    'hschool',
    'pirat',
    'unemp',
  ]);

  // The words of choices, their order, and a field that is hidden.
  await page.getByRole('searchbox', { name: 'Search the fields' }).fill('sing');
  await fields(page).getByRole('link').click();
  await page.getByLabel('What people read for no', { exact: true }).fill('Lives with a partner');
  await page.getByRole('button', { name: 'Move yes up' }).click();
  await expect(inForm(page).locator('label, option').filter({ hasText: 'Lives with a partner' })).toHaveCount(1);
  await page.getByRole('switch', { name: /^Hidden/ }).check({ force: true });
  await page.getByRole('switch', { name: /^Sensitive/ }).check({ force: true });
  await save(page);
  await expect(fields(page).getByRole('link', { name: 'Single , hidden , sensitive' })).toBeVisible();
  expect(await input('single')).toMatchObject({
    hidden: true,
    sensitive: true,
    allowed: [{ label: 'yes' }, { value: 'no', label: 'Lives with a partner' }],
  });
  await audit(page, 'a field with choices');

  // Decisions: how many rows they change is counted while one types.
  await page.getByRole('link', { name: 'Answers and decisions' }).click();
  const decisions = page.getByRole('region', { name: 'Decisions' });
  await expect(decisions.getByText(/^What 714 reference rows/)).toBeVisible({ timeout: 30_000 });
  for (const [at, from, label] of [
    [0, '70', 'Approve'],
    [1, '40', 'Refer'],
    [2, '0', 'Decline'],
  ] as const) {
    await decisions.getByRole('textbox', { name: /^From/ }).nth(at).fill(from);
    await decisions.getByRole('textbox', { name: `Decision ${at + 1}`, exact: true }).fill(label);
  }
  await expect(decisions.getByRole('status')).toContainText('714 of 714 reference rows get another decision');
  await decisions.getByRole('textbox', { name: /^From/ }).first().fill('200');
  await expect(decisions.getByText('Give a score from 0 to 100.')).toBeVisible();
  await decisions.getByRole('textbox', { name: /^From/ }).first().fill('70');
  await decisions.getByRole('button', { name: 'Save the decisions' }).click();
  await expect(decisions.getByRole('status')).toContainText(/^What 714 reference rows are decided now.*Approve/);
  await decisions.getByRole('textbox', { name: /^From/ }).first().fill('75');
  await expect(decisions.getByRole('status')).toContainText(
    /^\d+ of 714 reference rows get another decision.* from Approve to Refer/,
  );
  await decisions.getByRole('textbox', { name: /^From/ }).first().fill('70');
  await audit(page, 'the answers');
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByRole('button', { name: 'Leave without them' }).click();

  // History in words, and one step back.
  const history = page.getByRole('region', { name: 'History' });
  await expect(history).toContainText(
    'Probability: decisions Decline from 0, Refer from 0.4, Approve from 0.7, was none',
  );
  await expect(history).toContainText('Pirat: label "Debt to income", was "Pirat"');
  await audit(page, 'the history');
  await page.getByRole('button', { name: 'Undo last change' }).click();
  await expect(history.getByText(/^Went back to revision/)).toBeVisible();
  expect((await described()).outputs[1]).not.toHaveProperty('bands');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download preview.json' }).click();
  const file = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
  expect(file).toMatchObject({
    formatVersion: 1,
    inputs: expect.arrayContaining([expect.objectContaining({ key: 'single', hidden: true })]),
  });

  await sameAtTwice(page);
  await renamedInNext();
  await notForReviewers();
  await withoutScript();

  /** Two tabs: who comes second sees what is new, keeps what was typed, and puts nothing back. */
  async function sameAtTwice(first: Page): Promise<void> {
    const second = await first.context().newPage();
    for (const tab of [first, second]) await tab.goto(`${DESCRIBE}?field=hirat`);
    await first.getByLabel('Label people see').fill('Housing');
    await save(first);
    await expect(fields(first).getByRole('link', { name: 'Housing' })).toBeVisible();
    await second.getByLabel('Help').fill('A share of what is earned');
    await save(second);
    await expect(second.getByRole('alert')).toContainText('Hirat: label "Housing", was "Hirat"');
    await expect(second.getByLabel('Help')).toHaveValue('A share of what is earned');
    await audit(second, 'a form that came second');
    await save(second);
    await expect(second.getByRole('alert')).toHaveCount(0);
    await expect.poll(() => input('hirat')).toMatchObject({ label: 'Housing', help: 'A share of what is earned' });
    await second.close();
  }

  /** The next version calls one input otherwise: what people said of it follows once somebody says that it is the same. */
  async function renamedInNext(): Promise<void> {
    const bytes = readFileSync(join(FOLDER, '1/model.onnx')).toString('latin1').replaceAll('hirat', 'hrate');
    const next = new FormData();
    next.append('model', new Blob([Buffer.from(bytes, 'latin1')]), 'model.onnx');
    expect((await product.call('POST', '/models/mortgage/versions', next)).status).toBe(201);
    await page.goto('/m/mortgage/v/2/describe?part=changes');
    await expect(page.getByRole('region', { name: 'Since the version before' })).toContainText('Field gone: Housing');
    await audit(page, 'what is new');
    await page.getByRole('button', { name: 'Yes, Hrate is Housing' }).click();
    await expect(page.getByText('No field looks like one of the version before')).toBeVisible();
    const { inputs } = (await product.call('GET', '/models/mortgage/versions/2')).body;
    expect(inputs.find(({ key }: { key: string }) => key === 'hrate')).toMatchObject({
      label: 'Housing',
      help: 'A share of what is earned',
    });
  }

  async function notForReviewers(): Promise<void> {
    const context = await browser.newContext({ baseURL: product.url });
    const tom = await context.newPage();
    await tom.goto(await addPerson(product));
    await tom.getByLabel('Password').fill(PASSWORD);
    await tom.getByRole('button', { name: 'Save and sign in' }).click();
    await expect(tom.getByRole('banner')).toContainText(TOM.name);
    await tom.goto('/m/mortgage');
    await expect(tom.getByText('What the model is asked')).toBeVisible();
    await expect(tom.getByRole('link', { name: 'Edit the form' })).toHaveCount(0);
    expect((await tom.goto(DESCRIBE))?.status()).toBe(403);
    expect(
      (
        await context.request.post(`${DESCRIBE}?field=hirat`, {
          form: { intent: 'looks-right', key: 'hirat' },
          headers: { origin: product.url },
        })
      ).status(),
    ).toBe(403);
    await context.close();
  }

  /** The same forms are plain ones. */
  async function withoutScript(): Promise<void> {
    const storageState = await page.context().storageState();
    const context = await browser.newContext({ baseURL: product.url, javaScriptEnabled: false, storageState });
    const plain = await context.newPage();
    await plain.goto(`${DESCRIBE}?field=lvrat`);
    await plain.getByLabel('Label people see').fill('Loan');
    await plain.getByLabel('Lowest').fill('many');
    await save(plain);
    await expect(plain.getByText('"many" is not a number.').last()).toBeVisible();
    await expect(plain.getByLabel('Label people see')).toHaveValue('Loan');
    await plain.getByLabel('Lowest').fill('0');
    await save(plain);
    await expect(fields(plain).getByRole('listitem').nth(4)).toContainText('Loan');
    await plain.getByRole('button', { name: 'Move Loan down' }).click();
    await expect(fields(plain).getByRole('listitem').nth(5)).toContainText('Loan');
    await plain.getByRole('button', { name: 'Undo last change' }).click();
    await expect(fields(plain).getByRole('listitem').nth(4)).toContainText('Loan');
    await context.close();
  }
});
