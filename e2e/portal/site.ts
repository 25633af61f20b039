import { type BrowserContextOptions, mergeTests } from '@playwright/test';
import { setUp } from './flows.ts';
import { test as withProduct } from './product.ts';
import { test as watched } from './watched.ts';

export { expect } from './watched.ts';

/** `test` with the product that the files share, its pages watched, signed in as the admin Ada. */
export const test = mergeTests(withProduct, watched).extend<object, { admin: BrowserContextOptions['storageState'] }>({
  admin: [
    async ({ browser, product }, use) => {
      const page = await browser.newPage();
      await setUp(page, product);
      const cookies = await page.context().storageState();
      await page.close();
      await use(cookies);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  storageState: ({ admin }, use) => use(admin),
});
