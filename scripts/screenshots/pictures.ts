import type { Page } from '@playwright/test';
import type { PersonKey } from '../demo/cast.ts';

/** A page of the demo as someone sees it. */
export interface Picture {
  name: string;
  who: PersonKey;
  /** Brings the page that is signed in to what the picture shows. */
  prepare(page: Page, width: number): Promise<void>;
  /** Files of it that README and docs show. */
  shown: readonly string[];
}

export const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

const MODEL = '/m/mortgage-approval';

export const PICTURES: readonly Picture[] = [
  { name: 'home', who: 'maya', prepare: (page) => open(page, '/'), shown: ['home-1440.png'] },
  {
    name: 'preview',
    who: 'tom',
    prepare: (page) => open(page, MODEL),
    shown: ['preview-1440.png', 'preview-390-dark.png'],
  },
  {
    name: 'flag',
    who: 'tom',
    prepare: async (page) => {
      await open(page, MODEL);
      await page
        .getByRole('button', { name: /^Flag a problem/ })
        .filter({ visible: true })
        .click();
      await page.getByRole('radio', { name: /^Boundary/ }).check({ force: true });
      await page.getByLabel('Why does it matter?').fill('One point of debt should not turn the answer round.');
    },
    shown: [],
  },
  { name: 'flags', who: 'maya', prepare: (page) => open(page, '/flags'), shown: ['flags-1440.png'] },
];

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path, { waitUntil: 'networkidle' });
}
