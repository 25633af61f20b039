import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from '../product.ts';
import { audit } from './audit.ts';
import { setUp } from './flows.ts';
import { expect, test } from './fresh.ts';

/** Publishing in the browser: from a dropped file to a version that people see. */

const SAMPLE = join(ROOT, 'models/mortgage-approval');

/** Drops files on the page, as a browser hands them over. */
async function drop(page: Page, paths: string[]): Promise<void> {
  const files = paths.map((path) => ({
    name: path.split('/').at(-1) ?? '',
    bytes: readFileSync(path).toString('base64'),
  }));
  const transfer = await page.evaluateHandle((given) => {
    const made = new DataTransfer();
    for (const { name, bytes } of given) {
      made.items.add(new File([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], name));
    }
    return made;
  }, files);
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

const steps = (page: Page) => page.getByRole('list', { name: 'Steps' }).getByRole('listitem');

test('drop a model, watch the steps, put right what was guessed, announce the next version', async ({
  page,
  product,
}) => {
  await setUp(page, product);
  await page.goto('/publish');
  await audit(page, 'the empty page');
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('u');
  await chooser;

  // A folder of a model: the name is suggested, and asked for.
  await drop(page, [`${SAMPLE}/1/model.onnx`, `${SAMPLE}/test.csv`]);
  const name = page.getByRole('textbox', { name: 'Name of the model' });
  await expect(name).toBeFocused();
  await audit(page, 'the name');
  await name.fill('Not A Name');
  await page.keyboard.press('Enter');
  await expect(name).toBeFocused();
  await name.fill('mortgage');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^v1 is live, .+ after you dropped it$/ })).toBeVisible();
  await expect(steps(page)).toHaveText([/^Received/, /^Checked/, /^Measured/, /^Described/, /^Loaded/, /^Ready/]);
  await expect(page.getByText('Not to compare')).toBeVisible();
  await audit(page, 'the published version');

  // A label, a unit and a range are corrected in their row.
  await page.getByRole('link', { name: 'Edit Pirat' }).click();
  await expect(page.getByLabel('Label people see')).toBeFocused();
  await audit(page, 'a row that is corrected');
  await page.getByLabel('Highest known').fill('many');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('"many" is not a number.')).toBeVisible();
  await page.getByLabel('Label people see').fill('Debt <b>to</b> income');
  await page.getByLabel('Unit').fill('share');
  await page.getByLabel('Highest known').fill('2');
  await page.getByRole('button', { name: 'Save' }).click();
  const row = page.getByRole('row', { name: /^pirat Debt <b>to<\/b> income/ });
  await expect(row).toContainText('share');
  await expect(row).toContainText('0.07 to 2');
  const sensitive = page.getByRole('switch', { name: 'Single is sensitive' });
  await sensitive.check({ force: true });
  await expect.poll(async () => inputOf(await version(1), 'single').sensitive).toBe(true);

  // The answers get the names the reference rows have: then it can be said how often it is right.
  await page.getByRole('link', { name: 'Rename' }).click();
  const names = page.getByRole('form', { name: 'Rename the answers' }).getByRole('textbox');
  await names.nth(0).fill('denied');
  await names.nth(1).fill('approved');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/^Right on \d+ of \d+$/)).toBeVisible({ timeout: 30_000 });
  await page.getByLabel('In one sentence').fill('Decide which applications can be approved.');
  await page.getByRole('button', { name: 'Keep the ask' }).click();
  await expect(page.getByRole('region', { name: 'The ask' })).toContainText('Decide which applications');
  await page.reload();
  await expect(row).toContainText('share');
  await audit(page, 'the corrected version');

  // The second version starts at once, keeps the corrections, says what changed, and waits to be announced.
  await page.goto('/publish?model=mortgage');
  await drop(page, [`${SAMPLE}/2/model.onnx`, `${SAMPLE}/preview.json`]);
  await expect(page.getByRole('heading', { name: /^v2 is ready/ })).toBeVisible();
  const changes = page.getByRole('region', { name: 'What changed in the inputs' });
  await expect(changes).toContainText('Inputs since v1');
  await expect(changes).toContainText('Housing expense to income');
  await audit(page, 'the second version');
  await page.getByRole('button', { name: 'Announce it' }).click();
  await expect(page.getByRole('heading', { name: /^v2 is live/ })).toBeVisible();
  expect((await version(2)).state).toBe('announced');
  await page.getByRole('link', { name: 'Open the page' }).click();
  await expect(page).toHaveURL(/\/m\/mortgage\/v\/2$/);

  async function version(number: number) {
    return (await product.call('GET', `/models/mortgage/versions/${number}`)).body;
  }
});

interface Described {
  inputs: { key: string; sensitive?: boolean }[];
}

function inputOf({ inputs }: Described, key: string): Described['inputs'][number] {
  return inputs.find((input) => input.key === key) ?? { key };
}

test('a folder and a zip come with their pictures; what is refused says why', async ({ page, product }) => {
  await setUp(page, product);
  await page.goto('/publish');
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-folder-'));
  const digits = join(folder, 'digits');
  cpSync(join(ROOT, 'models/digits'), digits, { recursive: true, filter: (path) => !path.endsWith('/2') });
  await page.getByLabel('Folder to publish').setInputFiles(digits);
  await expect(page.getByRole('textbox', { name: 'Name of the model' })).toHaveValue('digits');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByRole('heading', { name: /^v1 is live/ })).toBeVisible();
  const pictures = page.getByRole('region', { name: 'Examples' }).locator('img');
  await expect(pictures).toHaveCount(5);
  rmSync(folder, { recursive: true });
  await expect.poll(() => pictures.first().evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);

  await page.goto('/publish');
  await page.getByLabel('Files to publish').setInputFiles(file('model.pkl', 'a pickle'));
  await expect(page.getByText('model.pkl is no ONNX file.')).toBeVisible();
  await audit(page, 'no model');
  await page.getByLabel('Files to publish').setInputFiles(file('broken.zip', 'no zip'));
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'broken was not published' })).toBeVisible();
  await expect(page.getByText('"broken.zip" is not an archive that can be unpacked.')).toBeVisible();
  await expect(steps(page)).toHaveText([/^Received/, /^Unpacked/]);
  await audit(page, 'the refusal');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'broken was not published' })).toBeVisible();
  await page.getByRole('link', { name: 'Choose other files' }).click();
  await expect(page).toHaveURL(/\/publish$/);
});

const file = (name: string, text: string) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(text),
});

test('a reload in the middle finds it again; leaving while files are sent says so', async ({ page, product }) => {
  await setUp(page, product);
  await page.goto('/publish');
  await page.getByLabel('Files to publish').setInputFiles(`${SAMPLE}/1/model.onnx`);
  await page.getByRole('textbox', { name: 'Name of the model' }).fill('slow');
  // As long as serving stands still nothing can be checked.
  process.kill(product.pidOf('serving'), 'SIGSTOP');
  try {
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Publishing slow' })).toBeVisible();
    await expect(steps(page).first()).toContainText('one file');
    await audit(page, 'on its way');
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Publishing slow' })).toBeVisible();
    await page.goto('/publish');
    await page.getByRole('link', { name: 'See how it goes' }).click();
    await expect(steps(page).nth(1)).toContainText('Checked');
  } finally {
    process.kill(product.pidOf('serving'), 'SIGCONT');
  }
  await expect(page.getByRole('heading', { name: /^v1 is live/ })).toBeVisible();
});

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });

  test('the same by plain forms', async ({ page, product }) => {
    await setUp(page, product);
    await page.goto('/publish');
    await page.getByRole('textbox', { name: 'Name of the model' }).fill('No Such Name');
    await page.getByLabel('Files', { exact: true }).setInputFiles(`${SAMPLE}/1/model.onnx`);
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(page.getByText('A model name has 1 to 63 characters')).toBeVisible();
    await page.getByRole('textbox', { name: 'Name of the model' }).fill('plain');
    await page.getByRole('checkbox', { name: 'Keep private until I announce it' }).check();
    await page.getByLabel('Files', { exact: true }).setInputFiles(`${SAMPLE}/1/model.onnx`);
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await expect(page.getByRole('heading', { name: /^v1 is ready/ })).toBeVisible();
    await page.getByRole('link', { name: 'Decide Pirat' }).click();
    await page.getByLabel('Label people see').fill('Debt to income');
    await page.getByRole('switch', { name: /^Sensitive/ }).check({ force: true });
    await page.getByRole('button', { name: /^Save/ }).click();
    await expect(page.getByRole('row', { name: /Debt to income/ })).toContainText('Yes');
    await page.getByRole('button', { name: 'Announce it' }).click();
    await expect(page.getByRole('heading', { name: /^v1 is live/ })).toBeVisible();
  });
});
