import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../product.ts';
import { audit } from './audit.ts';
import { publish } from './flows.ts';
import { expect, test } from './site.ts';

/** The page about the bias of a version: from starting the twins of all rows to opening one of them. */

test('start the twins, see who is treated otherwise, open the worst; with and without scripts', async ({
  page,
  product,
  browser,
  admin,
  baseURL,
}) => {
  const reference = readFileSync(join(ROOT, 'models/mortgage-approval/test.csv'));
  await publish(product, { model: 'lending', files: { reference: new Blob([reference]) } });
  await publish(product, { model: 'rowless' });

  await page.goto('/m/lending');
  await page.getByRole('navigation', { name: 'Model' }).getByRole('link', { name: 'Bias' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bias' })).toBeVisible();
  await audit(page, 'nothing asked yet');
  await page.getByRole('button', { name: 'Ask all twins' }).click();
  const finding = page.getByRole('region', { name: 'Main finding' });
  await expect(finding).toContainText('187 of 714 answers change with African-American: 155 get worse, 32 better.');
  const groups = page.getByRole('region', { name: 'African-American', exact: true }).getByRole('list', {
    name: 'Whose answers change, of 100',
  });
  await expect(groups.getByRole('listitem')).toHaveText([
    /^No612 cases25of 100.*155 get worse, 0 better$/,
    /^Yes102 cases31/,
  ]);
  await expect(page.getByText(/^Hardly: “Yes” is told from the others \d\d times in 100/).first()).toBeVisible();
  await audit(page, 'the finding');

  await page.getByRole('link', { name: 'Open twin of case 1' }).first().click();
  await expect(page).toHaveURL(/\/m\/lending\/v\/1\?pirat=/);
  await expect(page.getByRole('heading', { level: 1, name: 'Mortgage approval' })).toBeVisible();

  // Without scripts a form starts it and the page tells how far it is when it is loaded again.
  const plain = await browser.newContext({
    ...(admin && { storageState: admin }),
    javaScriptEnabled: false,
    ...(baseURL && { baseURL }),
  });
  const still = await plain.newPage();
  await publish(product, { model: 'lending', version: 2, files: { reference: new Blob([reference]) } });
  await still.goto('/m/lending/bias?v=2');
  await still.getByRole('button', { name: 'Ask all twins' }).click();
  await expect(async () => {
    await still.reload();
    await expect(still.getByRole('region', { name: 'Main finding' })).toContainText('No direct use found', {
      timeout: 50,
    });
  }).toPass();
  await expect(still.getByText(/Other inputs can stand in/)).toBeVisible();

  await still.goto('/m/rowless/bias');
  await expect(still.getByText(/^There are no reference rows/)).toBeVisible();
  await expect(still.getByRole('button', { name: 'Ask all twins' })).toHaveCount(0);
  await plain.close();
});
