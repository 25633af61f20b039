import { test as base } from '@playwright/test';
import { type Product, startProduct } from '../product.ts';

/**
 * `test` with the built product beside it: one for each worker of Playwright, on free ports and a clean data folder.
 * Addresses of pages are relative to it: `page.goto('/models')`.
 */
export const test = base.extend<object, { product: Product }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures used from here
    async ({}, use) => {
      const product = await startProduct();
      await use(product);
      await product.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ product }, use) => use(product.url),
});
