import { type Product, startProduct } from '../product.ts';
import { test as watched } from './watched.ts';

export { expect } from './watched.ts';

/** `test` with a product of its own that nobody has used, its pages watched. Addresses are relative to it. */
export const test = watched.extend<{ product: Product }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures used from here
    async ({}, use) => {
      const product = await startProduct();
      await use(product);
      await product.stop();
    },
    { timeout: 90_000 },
  ],
  baseURL: async ({ product }, use) => use(product.url),
});
