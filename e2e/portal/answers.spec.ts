import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { buildModel } from '#app/onnx/testing.ts';
import { eventually, type Product, ROOT } from '../product.ts';
import { audit } from './audit.ts';
import { expect, test } from './site.ts';

/** Every shape an answer can have, the drawer of the data scientist, and what is shown when there is no answer. */

const answer = (page: Page): Locator => page.getByRole('region', { name: 'Answer' });
const drawer = (page: Page): Locator => page.getByRole('dialog', { name: 'Details' });

interface Files {
  model: Uint8Array;
  preview?: Record<string, unknown>;
  card?: string;
  reference?: string;
}

async function publish(product: Product, name: string, { model, preview, card, reference }: Files): Promise<void> {
  const form = new FormData();
  form.append('model', new Blob([Uint8Array.from(model)]), 'model.onnx');
  if (preview) form.append('preview', new Blob([JSON.stringify(preview)]), 'preview.json');
  if (card) form.append('card', new Blob([card]), 'card.md');
  if (reference) form.append('reference', new Blob([reference]), 'reference.csv');
  const { status, body } = await product.call('POST', `/models/${name}/versions`, form);
  expect(status, JSON.stringify(body)).toBe(201);
}

function sample(name: string): Files & { preview: Record<string, unknown> } {
  const file = (path: string): Buffer => readFileSync(join(ROOT, 'models', name, path));
  return {
    model: file('1/model.onnx'),
    preview: JSON.parse(file('preview.json').toString()),
    card: file('card.md').toString(),
    reference: file('test.csv').toString(),
  };
}

/** Waits until the job has learned from the reference rows. */
async function untilLearned(product: Product, name: string, part: string): Promise<void> {
  await eventually(async () => {
    const { body } = await product.call('POST', `/models/${name}/versions/1/runs`, { inputs: {} });
    return body.answer?.[part] !== undefined;
  }, `${part} of ${name} is known`);
}

const x = { name: 'x', type: 'FLOAT' as const, shape: ['N', 1, 8, 8] };

/** Gives back what it is given as a picture, a mask, a table and an embedding. */
const shapes = buildModel({
  inputs: [x],
  outputs: [
    { ...x, name: 'picture' },
    { ...x, name: 'mask' },
    { ...x, name: 'table' },
    { name: 'embedding', type: 'FLOAT', shape: ['N', 64] },
  ],
  nodes: [
    ...['picture', 'mask', 'table'].map((name) => ({ op: 'Identity', inputs: ['x'], outputs: [name] })),
    { op: 'Flatten', inputs: ['x'], outputs: ['embedding'] },
  ],
});
const half = (from: number): number[] =>
  Array.from({ length: 64 }, (_, at) => (at >= from && at < from + 32 ? 1 : 0.01));

test('the words are those of answers like it; bands say where each begins', async ({ page, product }) => {
  const mortgage = sample('mortgage-approval');
  await publish(product, 'mortgage', mortgage);
  await untilLearned(product, 'mortgage', 'calibration');

  await page.goto('/m/mortgage');
  await expect(answer(page)).toContainText(/The model says \d+ in 100.*of such answers \d+ in 100 were right\./);
  await expect(answer(page)).toContainText(/Checked on \d+ reference rows/);

  const outputs = (mortgage.preview.outputs as { kind: string }[]).map((output) =>
    output.kind === 'probabilities'
      ? {
          ...output,
          bands: [
            { from: 0, label: 'Decline' },
            { from: 0.4, label: 'Refer' },
            { from: 0.6, label: 'Approve' },
          ],
        }
      : output,
  );
  await publish(product, 'banded', { model: mortgage.model, preview: { ...mortgage.preview, outputs } });
  await page.goto('/m/banded');
  await expect(answer(page).getByRole('heading')).toHaveText('Approve');
  await expect(answer(page)).toContainText('The model scores approved');
  await expect(answer(page).getByRole('listitem')).toHaveText(['Decline below 40', 'Refer from 40', 'Approve from 60']);
  await audit(page, 'banded answer');
});

test('a number has its likely range and its place, a curve what came before it', async ({ page, product }) => {
  await publish(product, 'progression', sample('diabetes-progression'));
  await publish(product, 'co2', sample('co2-forecast'));
  await untilLearned(product, 'progression', 'likely');
  await page.goto('/m/progression');
  await expect(answer(page)).toContainText(/Likely between .* reference rows, 90 in 100 were no further off\./);
  await expect(answer(page)).toContainText(/(Higher|Lower) than .* answers to reference rows\./);

  await page.goto('/m/co2');
  await expect(answer(page).getByRole('img', { name: /^Forecast\. 12 values/ })).toBeVisible();
  await expect(answer(page)).toContainText('Last 36 months');
  await answer(page).getByText('Show as a table').click();
  await expect(answer(page).getByRole('row')).toHaveCount(13);
  await audit(page, 'curve');
});

test('of many answers the five highest, the rest on demand', async ({ page, product }) => {
  await publish(product, 'numerals', sample('digits'));
  await page.goto('/m/numerals');
  await expect(answer(page).getByRole('term')).toHaveCount(5);
  await answer(page).getByText('Show all 10').click();
  await expect(answer(page).getByRole('term')).toHaveCount(10);
});

test('pictures, masks, embeddings by what is like them, and lists with their figures', async ({ page, product }) => {
  const examples = [0, 16, 32].map((from) => ({ name: `From ${from}`, values: { x: half(from) } }));
  const outputs = [
    { name: 'picture', label: 'Cleaned', kind: 'image' },
    { name: 'mask', label: 'Found', kind: 'image', role: 'mask' },
    { name: 'table', label: 'Raw figures', kind: 'tensor' },
    { name: 'embedding', label: 'Place', kind: 'tensor' },
  ];
  await publish(product, 'shapes', {
    model: shapes,
    preview: { formatVersion: 1, title: 'Shapes', inputs: [], outputs, examples },
  });
  await page.goto('/m/shapes');
  const nearest = answer(page).getByRole('region', { name: 'Most like it' });
  await expect(async () => {
    await page.reload();
    await expect(nearest.getByRole('listitem')).toHaveCount(3, { timeout: 1_000 });
  }).toPass();
  await expect(nearest.getByRole('listitem').first()).toContainText('From 0');
  await expect(nearest.getByRole('listitem').first()).toContainText('1.00');
  const picture = answer(page).getByRole('img', { name: 'Cleaned, 8 by 8 pixels' });
  await expect(picture).toBeVisible();
  // White above, nearly black below.
  const corners = await picture.evaluate((canvas: HTMLCanvasElement) => {
    const strip = canvas.getContext('2d')?.getImageData(2, 0, 1, canvas.height).data;
    return [strip?.at(8), strip?.at(-8)];
  });
  expect(corners).toEqual([255, 3]);
  await expect(answer(page)).toContainText('50 of 100 pixels are marked.');
  const table = answer(page).getByRole('region', { name: 'Raw figures' });
  await expect(table).toContainText('1 × 1 × 8 × 8');
  await expect(table).toContainText('0.01 to 1');
  const saved = page.waitForEvent('download');
  await table.getByRole('button', { name: 'Download as JSON' }).click();
  expect((await saved).suggestedFilename()).toBe('table.json');
  await audit(page, 'pictures and lists');
});

test('the drawer opens with d, on the preview and on a run, and says what was asked and how', async ({
  page,
  product,
}) => {
  await publish(product, 'open', {
    ...sample('mortgage-approval'),
    card: '# About\n\nMade of *trees*. <script>alert(1)</script>',
  });
  await page.goto('/m/open');
  await expect(answer(page).getByRole('heading')).toHaveText('approved');
  await page.keyboard.press('d');
  await expect(drawer(page)).toContainText('FP32 [1, 1]');
  for (const title of ['Ask this from elsewhere', 'Graph', 'Measured', 'Model card', 'Files']) {
    await drawer(page).getByRole('heading', { name: title }).click();
  }
  await expect(drawer(page)).toContainText('/api/v1/models/open/versions/1/runs');
  await drawer(page).getByText('By its tensors').click();
  await drawer(page).getByText('Python', { exact: true }).click();
  await expect(drawer(page)).toContainText('urllib.request.Request(');
  await expect(drawer(page)).toContainText('/v2/models/open/versions/1/infer');
  await expect(drawer(page)).toContainText('LinearClassifier');
  await expect(drawer(page)).toContainText('One row');
  await expect(drawer(page).locator('em')).toHaveText('trees');
  await expect(drawer(page)).toContainText('<script>alert(1)</script>');
  const saved = page.waitForEvent('download');
  await drawer(page)
    .getByRole('link', { name: /model\.onnx/ })
    .click();
  expect((await saved).suggestedFilename()).toBe('model.onnx');
  await audit(page, 'drawer');
  await page.keyboard.press('Escape');
  await expect(drawer(page)).toHaveCount(0);

  const { body } = await product.call('POST', '/models/open/versions/1/runs', { inputs: { pirat: 0.41 } });
  await page.goto(`/r/${body.id}`);
  await page.getByRole('button', { name: 'Details for data scientists' }).click();
  await expect(drawer(page).getByRole('row', { name: /pirat/ })).toContainText('0.41');
});

test('a model that wavers is asked twice; one that cannot run says why and keeps form, runs and flags', async ({
  page,
  product,
}) => {
  const noisy = buildModel({
    inputs: [{ name: 'x', type: 'FLOAT', shape: ['N', 1] }],
    outputs: [{ name: 'y', type: 'FLOAT', shape: ['N', 1] }],
    nodes: [
      { op: 'RandomNormalLike', inputs: ['x'], outputs: ['noise'] },
      { op: 'Add', inputs: ['x', 'noise'], outputs: ['y'] },
    ],
  });
  await publish(product, 'noisy', { model: noisy });
  await page.goto('/m/noisy');
  await expect(answer(page)).toContainText('Answers vary');
  await expect(answer(page)).toContainText(/Asked again, the model said -?[\d.]+/);
  await audit(page, 'wavering answer');

  const { body } = await product.call('POST', '/models/noisy/versions/1/runs', { inputs: { x: 3 } });
  await product.call('POST', `/runs/${body.id}/flags`, { kind: 'wrong', note: 'It is noise.', severity: 'minor' });
  await product.ask('POST', '/v2/repository/models/noisy/unload', {});
  await page.reload();
  await expect(answer(page)).toContainText('It cannot run');
  await expect(answer(page)).toContainText('has let go of this version');
  await expect(page.getByText('It cannot run at the moment.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run and keep' })).toBeVisible();
  await expect(page.getByRole('region', { name: /Open flags/ })).toContainText('It is noise.');
  await page.keyboard.press('d');
  await expect(drawer(page)).toContainText('There is no answer yet.');
  await page.keyboard.press('Escape');
  await page.goto(`/r/${body.id}`);
  await expect(answer(page)).toContainText('Answered in');
  await product.ask('POST', '/v2/repository/models/noisy/load', {});
  await page.goto('/m/noisy');
  await expect(answer(page)).toContainText('Answers vary');
});
