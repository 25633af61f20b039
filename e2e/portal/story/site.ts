import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, type Page } from '@playwright/test';
import { freePort, type Product, startProduct } from '../../product.ts';
import { addPerson, PASSWORD } from '../flows.ts';
import { watch } from '../watched.ts';
import type { Hands } from './hands.ts';

/** A product that can be stopped and started again under the feet of the people who use it. */
export interface Site {
  product(): Product;
  /** Stops everything in order and starts it again on the same data folder and port. */
  restart(): Promise<void>;
  remove(): Promise<void>;
}

export async function startSite(): Promise<Site> {
  const dataDir = mkdtempSync(join(tmpdir(), 'firstlook-story-'));
  const port = await freePort();
  let product = await startProduct({ dataDir, port });
  return {
    product: () => product,
    restart: async () => {
      expect(await product.stop()).toBe(0);
      product = await startProduct({ dataDir, port });
    },
    remove: async () => {
      await product.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Someone with a browser of their own. */
export interface Person {
  name: string;
  page: Page;
  hands: Hands;
  leave(): Promise<void>;
}

export interface Newcomer {
  name: string;
  email: string;
  role: 'publisher' | 'reviewer' | 'approver';
}

interface Arrival {
  browser: Browser;
  site: Site;
  hands: Hands;
  width: number;
}

/** While the product is stopped nothing answers, and browsers say so. */
const NOT_REACHED = /Failed to load resource: net::ERR_|ERR_CONNECTION_REFUSED/;

/** An admin adds the person, who opens the link in a browser of their own and chooses a password. */
export async function arrive(newcomer: Newcomer, { browser, site, hands, width }: Arrival): Promise<Person> {
  const { name, email, role } = newcomer;
  const link = await addPerson(site.product(), { name, email }, [role]);
  const viewport = { width, height: width > 1000 ? 900 : 844 };
  const context = await browser.newContext({ baseURL: site.product().url, viewport });
  const problems = watch(context);
  const page = await context.newPage();
  await page.goto(link);
  await expect(page.getByRole('heading', { name: `Welcome, ${name}` })).toBeVisible();
  await hands.write(page.getByLabel('Password'), PASSWORD);
  await hands.press(page.getByRole('button', { name: 'Save and sign in' }));
  await page.waitForURL(({ pathname }) => pathname === '/');
  return {
    ...{ name, page, hands },
    leave: async () => {
      await context.close();
      expect(
        problems.filter((problem) => !NOT_REACHED.test(problem)),
        `what the pages of ${name} complained about`,
      ).toEqual([]);
    },
  };
}
