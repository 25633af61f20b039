import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { longVectorModel, mixedModel, wideModel } from '../../app/onnx/testing-models.ts';
import { type Product, ROOT } from '../product.ts';
import { audit } from './audit.ts';
import { expect, test } from './site.ts';

/** Every kind of field, asked as people give it. */

const answer = (page: Page): Locator => page.getByRole('region', { name: 'Answer' });

async function publishModel(
  product: Product,
  model: string,
  { bytes, preview }: { bytes: Uint8Array; preview: object },
) {
  const form = new FormData();
  form.append('model', new Blob([bytes as Uint8Array<ArrayBuffer>]), 'model.onnx');
  form.append('preview', new Blob([JSON.stringify({ formatVersion: 1, ...preview })]), 'preview.json');
  const published = await product.call('POST', `/models/${model}/versions`, form);
  expect(published, JSON.stringify(published.body)).toMatchObject({ status: 201 });
}

/** The bytes numpy.save writes for a list of 32-bit floats, with the shape it is said to have. */
function npy(numbers: number[], shape = `${numbers.length},`): Buffer {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`.padEnd(117);
  const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 118, 0]);
  return Buffer.concat([head, Buffer.from(`${header}\n`), Buffer.from(Float32Array.from(numbers).buffer)]);
}

const MIXED = {
  title: 'Mixed',
  inputs: [
    {
      name: 'picture',
      label: 'Sketch',
      kind: 'image',
      layout: 'NCHW',
      width: 8,
      height: 8,
      channels: 1,
      min: 0,
      max: 64,
      preprocess: { scale: 64 / 255 },
    },
    { name: 'history', label: 'Last six months', kind: 'series', frequency: 'month', default: [1, 2, 3, 4, 5, 6] },
    { name: 'grid', label: 'Grid', kind: 'tensor' },
    { name: 'amount', label: 'Amount', kind: 'number', default: 10 },
    {
      ...{ name: 'size', label: 'Size', kind: 'category', default: 0 },
      allowed: Array.from({ length: 600 }, (_, value) => ({ value, label: `Size ${value}` })),
    },
    { name: 'note', label: 'Note', kind: 'text', multiline: true, default: 'plain' },
    { name: 'day', label: 'Day', kind: 'date', default: '2024-05-31', hidden: true },
  ],
  outputs: [
    { name: 'total', label: 'Total', kind: 'number' },
    { name: 'said_note', label: 'Said', kind: 'tensor' },
    { name: 'said_day', label: 'On', kind: 'tensor' },
  ],
};

// Looking at every size and theme takes its time on a busy machine.
test.describe.configure({ timeout: 150_000 });

test.beforeAll(async ({ product }) => {
  await publishModel(product, 'mixed', { bytes: mixedModel(), preview: MIXED });
});

test('a model of many kinds of fields is asked with all of them together', async ({ page }) => {
  await page.goto('/m/mixed', { waitUntil: 'networkidle' });
  const total = answer(page).getByRole('heading').first();
  await expect(total).toHaveText('13.5');
  await test.step('a picture is drawn with the keys and by hand', async () => {
    const board = page.getByRole('application', { name: /^Sketch/ });
    await board.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Space');
    await expect(total).toHaveText('14.5');
    await page.getByRole('button', { name: 'Undo stroke' }).click();
    await expect(total).toHaveText('13.5');
    await board.click();
    await expect(total).not.toHaveText('13.5');
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await expect(total).toHaveText('13.5');
  });
  await test.step('a point of a curve is moved with the keys', async () => {
    const curve = page.getByRole('slider', { name: /^Last six months, month 1 of 6/ });
    await curve.focus();
    await page.keyboard.press('End');
    await expect(page.getByRole('slider', { name: /^Last six months, month 6 of 6/ })).toHaveAttribute(
      'aria-valuetext',
      'Month 6: 6',
    );
    await page.keyboard.press('ArrowUp');
    await expect(total).not.toHaveText('13.5');
  });
  await test.step('a gap in a pasted series is said with its place, and nothing is lost', async () => {
    await page.getByRole('radio', { name: 'Paste or file' }).first().check({ force: true });
    const text = page.getByRole('textbox', { name: 'Last six months as text' });
    await text.fill('1,5\n2\n\n4\n5\n6');
    await expect(text).toHaveAccessibleDescription(/Value 3 \(line 3\) is empty/);
    await expect(text).toHaveValue('1,5\n2\n\n4\n5\n6');
    await text.fill('1,5\n2\n2,5\n4\n5\n6');
    await expect(total).toHaveText('13.5');
  });
  await test.step('a tensor comes from a .npy file; one that lies about its shape is refused', async () => {
    const file = page.getByLabel('Choose a file for Grid');
    await file.setInputFiles({ name: 'a.npy', mimeType: '', buffer: npy([1, 2], '2, 3') });
    await expect(page.getByText('The file says something else than it holds')).toBeVisible();
    await file.setInputFiles({ name: 'a.npy', mimeType: '', buffer: npy([6, 6, 6, 6, 6, 6], '2, 3') });
    await expect(total).toHaveText('19.5');
  });
  await test.step('one of 600 choices is found by searching', async () => {
    const size = page.getByLabel('Size', { exact: true });
    await size.focus();
    await expect(async () => {
      // Until its list was fetched a key opens the browser's own, which wants to be closed.
      await page.keyboard.press('Escape');
      await page.keyboard.press('F4');
      await expect(page.getByRole('textbox', { name: 'Search Size' })).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await page.getByRole('textbox', { name: 'Search Size' }).fill('Size 512');
    await page.getByRole('listbox', { name: 'Size' }).getByRole('option', { name: 'Size 512' }).click();
    await expect(total).toHaveText('531.5');
  });
  await test.step('what is nearly always right is under More fields', async () => {
    await expect(page.getByLabel('Day')).toBeHidden();
    await page.getByText('More fields (1)').click();
    await page.getByLabel('Day').fill('2024-02-29');
    await page.getByLabel('Note').fill('two\nlines ‮ ﷽ <b>');
    await expect(answer(page)).toContainText('2024-02-29');
    await expect(answer(page)).toContainText('<b>');
  });
  await page.getByRole('radio', { name: 'Values' }).check({ force: true });
  await page.getByRole('textbox', { name: 'month 2', exact: true }).fill('x');
  await expect(page.getByText('Value 2 of 6: Give a number')).toBeVisible();
  await audit(page, 'a form of every kind, one value wrong');
});

test('several rows are answered beside each other, and one is opened in the form', async ({ page }) => {
  await page.goto('/m/mixed', { waitUntil: 'networkidle' });
  await audit(page, 'a form of every kind');
  await page.getByRole('button', { name: 'Paste rows' }).click();
  const dialog = page.getByRole('dialog', { name: /^Paste a row/ });
  await dialog.getByLabel('Rows from your spreadsheet').fill('amount\tsize\n1\t2\nmuch\t3\n20\t4');
  await dialog.getByRole('button', { name: 'Answer the rows' }).click();
  await expect(dialog.getByRole('status')).toContainText('2 of 3 rows answered');
  await expect(dialog.getByRole('row', { name: /^2 / })).toContainText('Give a number');
  await audit(page, 'several rows with their answers');
  await dialog.getByRole('button', { name: 'Open row 3 in the form' }).click();
  await expect(dialog).toBeHidden();
  await expect(answer(page).getByRole('heading').first()).toHaveText('27.5');
});

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });

  test('lists are text areas that take numbers however they are parted', async ({ page }) => {
    await page.goto('/m/mixed');
    await expect(page.getByRole('button', { name: 'Paste rows' })).toBeHidden();
    const series = page.getByLabel('Last six months');
    await series.fill('1;2;3;4;5');
    await page.getByRole('button', { name: 'Run and keep' }).click();
    await expect(series).toHaveAccessibleDescription(/This has 5 values/);
    await expect(series).toHaveValue('1;2;3;4;5');
    await series.fill('1;2;3;4;5;9,0');
    await page.getByRole('button', { name: 'Run and keep' }).click();
    await page.waitForURL(/\/r\//);
    await expect(answer(page)).toContainText('14');
  });
});

test('of 300 fields the one that is searched for is found and asked', async ({ page, product }) => {
  const hidden = Array.from({ length: 12 }, (_, i) => ({ name: `x${288 + i}`, hidden: true, default: 0 }));
  await publishModel(product, 'wide', { bytes: wideModel(300), preview: { title: 'Wide', inputs: hidden } });
  await page.goto('/m/wide', { waitUntil: 'networkidle' });
  const search = page.getByRole('searchbox', { name: 'Search the fields' });
  await search.fill('x27');
  await expect(page.getByText('11 of 300 fields')).toBeVisible();
  await page.getByLabel('X271', { exact: true }).fill('7');
  await expect(answer(page).getByRole('heading').first()).toHaveText('7');
  await search.fill('x299');
  await page.getByLabel('X299', { exact: true }).fill('5');
  await expect(answer(page).getByRole('heading').first()).toHaveText('12');
  await search.fill('nothing like it');
  await expect(page.getByText('No field is called that.')).toBeVisible();
});

test('of 20,000 features only those in sight are on the page, and each can be found', async ({ page, product }) => {
  const names = Array.from({ length: 20_000 }, (_, i) => `gene_${i + 1}`);
  const x = { name: 'x', label: 'Expression', kind: 'tensor', names };
  await publishModel(product, 'genes', { bytes: longVectorModel(), preview: { title: 'Genes', inputs: [x] } });
  const opened = await page.goto('/m/genes', { waitUntil: 'networkidle' });
  expect((await opened?.body())?.length).toBeLessThan(600_000);
  const rows = page.getByRole('list', { name: 'Values of Expression' }).getByRole('textbox');
  await expect(rows.first()).toBeVisible();
  expect(await rows.count()).toBeLessThan(40);
  await page.getByRole('searchbox', { name: 'Search the values of Expression' }).fill('gene_19999');
  await page.getByRole('textbox', { name: 'gene_19999', exact: true }).fill('2,5');
  const total = answer(page).getByRole('heading').first();
  await expect(total).toHaveText('2.5');
  await page.getByRole('searchbox', { name: 'Search the values of Expression' }).fill('');
  await rows.first().focus();
  await page.keyboard.press('PageDown');
  await expect(page.getByRole('textbox', { name: 'gene_9', exact: true })).toBeFocused();
  await page.getByRole('radio', { name: 'Paste or file' }).check({ force: true });
  const file = page.getByLabel('Choose a file for Expression');
  await file.setInputFiles({
    name: 'row.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(Array(20_000).fill('0.5').join(',')),
  });
  await expect(total).toHaveText(/^10,?000$/);
});

test('a picture is chosen, pasted, cropped, refused and removed', async ({ page, product }) => {
  const folder = join(ROOT, 'models/digits');
  const bytes = readFileSync(join(folder, '1/model.onnx'));
  const preview = JSON.parse(readFileSync(join(folder, 'preview.json'), 'utf8'));
  await publishModel(product, 'pictures', { bytes, preview });
  await page.goto('/m/pictures', { waitUntil: 'networkidle' });
  await page.getByRole('radio', { name: 'Picture' }).check({ force: true });
  const file = page.getByLabel('Digit: choose a picture');
  const word = answer(page).getByRole('heading').first();
  await file.setInputFiles(join(folder, 'examples/1.png'));
  await expect(page.getByRole('img', { name: 'Digit as the model sees it' })).toBeVisible();
  await expect(page.getByText('As given, 8 × 8')).toBeVisible();
  await expect(word).toHaveText('3');
  await audit(page, 'a picture and what the model sees');
  await test.step('what is no picture is refused at the field, and the picture stays', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>';
    await file.setInputFiles({ name: 'x.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) });
    await expect(page.locator('.picture-file .field-message')).toBeVisible();
    await expect(word).toHaveText('3');
  });
  await test.step('a picture is pasted', async () => {
    const seven = readFileSync(join(folder, 'examples/2.png')).toString('base64');
    await page.evaluate((base64) => {
      const clipboard = new DataTransfer();
      const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      clipboard.items.add(new File([content], 'seven.png', { type: 'image/png' }));
      document.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }),
      );
    }, seven);
    await expect(word).toHaveText('7');
    await expect(page.locator('.picture-file .field-message')).toBeHidden();
  });
  await test.step('a part of it is cut out with the keys', async () => {
    await page.getByRole('button', { name: 'Crop' }).click();
    const dialog = page.getByRole('dialog', { name: 'Crop the picture' });
    const part = dialog.getByRole('application', { name: /^Part of Digit: 6 × 6 pixels/ });
    await part.focus();
    for (let press = 0; press < 12; press += 1) await page.keyboard.press('Shift+ArrowLeft');
    await audit(page, 'a picture being cropped');
    await dialog.getByRole('button', { name: 'Use this part' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText('As given, 4 × 6')).toBeVisible();
  });
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('Until one is given, every pixel is 0.')).toBeVisible();
  await page.getByRole('radio', { name: 'Draw' }).check({ force: true });
  await expect(page.getByRole('application', { name: /^Digit/ })).toBeVisible();
});
