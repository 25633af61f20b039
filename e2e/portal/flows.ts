import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { type Product, type Reply, ROOT } from '../product.ts';

/** What tests do on the way to what they look at. */

export const PASSWORD = 'a password of some length';
export const ADA = { name: 'Ada Lovelace', email: 'ada@example.org' };
export const TOM = { name: 'Tom Reyes', email: 'tom@example.org' };

/** Makes the first account on the set-up link the product printed; the page is signed in then. */
export async function setUp(page: Page, product: Product): Promise<void> {
  expect(product.setupLink).not.toBeNull();
  await page.goto(product.setupLink ?? '');
  await page.getByLabel('Your name').fill(ADA.name);
  await page.getByLabel('Mail address').fill(ADA.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await page.waitForURL(({ pathname }) => pathname === '/');
}

/** Signs in on the page that is open or asked for. */
export async function signIn(page: Page, { email }: { email: string }, path = '/login'): Promise<void> {
  await page.goto(path);
  await page.getByLabel('Mail address').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(userMenu(page)).toBeVisible();
}

/** The button of whoever is signed in. */
export const userMenu = (page: Page): Locator => page.getByRole('banner').locator('summary', { hasText: 'your menu' });

/** Signs out by the menu: a list of forms until its script is here, and without scripts. */
export async function signOut(page: Page): Promise<void> {
  await userMenu(page).click();
  const words = { name: 'Sign out' };
  await page.getByRole('button', words).or(page.getByRole('menuitem', words)).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
}

/** Adds a person as an admin would; answers the link on which they choose their password. */
export async function addPerson(product: Product, person = TOM, roles = ['reviewer']): Promise<string> {
  const added = await product.call('POST', '/people', { ...person, roles });
  expect(added).toMatchObject({ status: 201 });
  return added.body.link;
}

/** The mortgage sample with changes to its preview.json, as a notebook would send it. */
export async function publish(
  product: Product,
  { model = 'mortgage-approval', version = 1, change = {} as Record<string, unknown> } = {},
): Promise<Reply> {
  const folder = join(ROOT, 'models/mortgage-approval');
  const preview = { ...JSON.parse(readFileSync(join(folder, 'preview.json'), 'utf8')), ...change };
  const form = new FormData();
  form.append('model', new Blob([readFileSync(join(folder, `${version}/model.onnx`))]), 'model.onnx');
  form.append('preview', new Blob([JSON.stringify(preview)]), 'preview.json');
  const published = await product.call('POST', `/models/${model}/versions`, form);
  expect(published, JSON.stringify(published.body)).toMatchObject({ status: 201 });
  return published;
}
