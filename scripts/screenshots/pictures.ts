import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { PersonKey } from '../demo/cast.ts';

/** A page of the demo as someone sees it. */
export interface Picture {
  name: string;
  who: PersonKey;
  /** Brings the page of someone who is signed in to what the picture shows. */
  prepare(page: Page, width: number): Promise<void>;
  /** Files of it that README and docs show. */
  shown: readonly string[];
}

export const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

const MODELS = resolve(import.meta.dirname, '../../models');
const MODEL = '/m/mortgage-approval';
/** The applicant of the story, one point of debt above the line. */
const DENIED =
  '?pirat=0.41&hirat=0.2209&lvrat=0.78911567&unemp=3.1&chist=2&mhist=2&phist=no&selfemp=no&condomin=no&hschool=yes';

export const PICTURES: readonly Picture[] = [
  { name: 'home', who: 'maya', prepare: (page) => open(page, '/'), shown: ['home-1440.png'] },
  {
    name: 'preview',
    who: 'tom',
    prepare: (page) => open(page, MODEL),
    shown: ['preview-1440.png', 'preview-390-dark.png'],
  },
  {
    name: 'composer',
    who: 'tom',
    prepare: async (page) => {
      await open(page, `${MODEL}${DENIED}`);
      await page.getByRole('button', { name: 'Flag a problem' }).filter({ visible: true }).click();
      const panel = page.getByRole('dialog', { name: 'Flag a problem' });
      await panel.getByRole('radio', { name: /Boundary/ }).check();
      await panel.getByLabel('What should it have said?').fill('approved, as with 40%');
      await panel.getByLabel('Why does it matter?').fill('One point of debt should not turn the answer round.');
      await expect(panel.getByText('Draft saved')).toBeVisible();
    },
    shown: ['composer-1440.png'],
  },
  { name: 'flags', who: 'maya', prepare: (page) => open(page, '/flags'), shown: [] },
  { name: 'thread', who: 'maya', prepare: (page) => openFlag(page), shown: ['thread-1440.png'] },
  {
    name: 'run',
    who: 'maya',
    prepare: async (page) => {
      await openFlag(page);
      await page
        .getByRole('region', { name: 'The run' })
        .getByRole('link', { name: /^\/r\// })
        .click();
      await page.waitForURL(/\/r\/run_/);
      await page.waitForLoadState('networkidle');
    },
    shown: [],
  },
  // Last, because it makes a model that is in no other picture.
  { name: 'publish', who: 'maya', prepare: publish, shown: ['publish-1440.png'] },
];

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path, { waitUntil: 'networkidle' });
}

async function openFlag(page: Page): Promise<void> {
  await open(page, '/flags?model=mortgage-approval');
  await page.getByRole('link', { name: 'One point of debt turns the answer round.' }).click();
  await page.waitForURL(/\/f\/flg_/);
  await page.waitForLoadState('networkidle');
}

/** A file that nobody described: what is guessed shows. Each width has a model of its own, so that each is a first one. */
async function publish(page: Page, width: number): Promise<void> {
  await open(page, '/publish');
  const file = (name: string, path: string) => ({
    ...{ name, mimeType: 'application/octet-stream', buffer: readFileSync(join(MODELS, path)) },
  });
  await page
    .getByLabel('Files to publish')
    .setInputFiles([
      file(width > 1000 ? 'consumer-credit.onnx' : 'credit-on-a-phone.onnx', 'german-credit/1/model.onnx'),
      file('reference.csv', 'german-credit/test.csv'),
    ]);
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^v1 is live/ })).toBeVisible({ timeout: 30_000 });
  // With nobody's words for the answers there may be nothing to compare; what counts is that asking is over.
  await expect(page.getByRole('region', { name: 'On the reference rows' })).not.toContainText('Being asked now', {
    timeout: 60_000,
  });
}
