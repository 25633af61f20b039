import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { ROOT } from '../../product.ts';
import { audit } from '../audit.ts';
import { userMenu } from '../flows.ts';
import { type Hands, keyboard, mouse } from './hands.ts';
import { arrive, type Person, type Site, startSite } from './site.ts';

/**
 * A file becomes a page, a question an answer, a complaint a flag, and the flag a fix: by three people with a browser
 * each, on a wide screen and on a phone, and once with nothing but a keyboard. In the middle everything is restarted.
 */

const MAYA = { name: 'Maya Okafor', email: 'maya@example.org', role: 'publisher' } as const;
const TOM = { name: 'Tom Reyes', email: 'tom@example.org', role: 'reviewer' } as const;
const PRIYA = { name: 'Priya Nair', email: 'priya@example.org', role: 'approver' } as const;

const MODEL = join(ROOT, 'models/mortgage-approval');
const PAGE = '/m/mortgage-approval';
const SENTENCE = 'Decide which mortgage applications need no officer.';
/** A busy machine takes its time for 714 questions. */
const ASKING_MS = 60_000;
const NOTE = 'One point of debt should not turn the answer round.';

const test = base.extend<{ site: Site }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures used from here
    async ({}, use) => {
      const site = await startSite();
      await use(site);
      await site.remove();
    },
    { timeout: 120_000 },
  ],
});

interface Way {
  name: string;
  hands: Hands;
  width: number;
  /** Looks at the pages that only this way leads to, wide and narrow, light and dark; accessibility.spec has the others. */
  isAudited: boolean;
}

const WAYS: readonly Way[] = [
  { name: 'on a wide screen', hands: mouse, width: 1440, isAudited: true },
  { name: 'on a phone', hands: mouse, width: 390, isAudited: false },
  { name: 'with the keyboard alone', hands: keyboard, width: 1440, isAudited: false },
];

for (const { name, hands, width, isAudited } of WAYS) {
  test(`from a file to a fix, ${name}`, async ({ browser, site }) => {
    test.setTimeout(600_000);
    const look = (page: Page, what: string) => (isAudited ? audit(page, what) : Promise.resolve());
    const come = (who: Parameters<typeof arrive>[0]) => arrive(who, { browser, site, hands, width });

    const maya = await come(MAYA);
    await publishFirst(maya, look);

    const tom = await come(TOM);
    await tryIt(tom, look);
    const flagUrl = await flagIt(tom, site);
    await answerFlag(maya, look);
    await publishSecond(maya, look);

    const priya = await come(PRIYA);
    await approverLooks(priya, look);
    await sayItIsFixed(maya, flagUrl);
    await confirmIt(tom, look);
    await lookAround(tom);
    for (const person of [maya, tom, priya]) await person.leave();
  });
}

type Look = (page: Page, what: string) => Promise<void>;

async function publishFirst({ page, hands }: Person, look: Look): Promise<void> {
  await test.step('the publisher drops a file; it is live', async () => {
    await expect(page.getByRole('heading', { name: 'Publish your first model' })).toBeVisible();
    await page.goto('/publish');
    await expect(page.getByRole('heading', { name: 'Publish a model' })).toBeVisible();
    await page.goto('/');
    await chooseFiles({ page, hands }, { version: 1, button: 'Choose a file' });
    await page.waitForURL(/\/publish$/);
    await expect(page.getByLabel('Name of the model')).toHaveValue('mortgage-approval');
    await look(page, 'publish, chosen');
    await hands.press(page.getByRole('button', { name: 'Publish', exact: true }));
    await expect(page.getByRole('heading', { level: 1, name: /^v1 is live, .+ after you dropped it$/ })).toBeVisible();
    await expect(page.getByRole('list', { name: 'Steps' })).toContainText(/Received.*Checked.*Measured/s);
    const accuracy = page.getByRole('region', { name: 'On the reference rows' });
    await expect(accuracy).toContainText(/Right on \d+ of 714/, { timeout: ASKING_MS });
    await look(page, 'published');
  });

  await test.step('a label is put right, and the ask is told', async () => {
    await hands.press(page.getByRole('link', { name: 'Edit Total debt payments to income' }));
    await hands.write(page.getByLabel('Label people see'), 'Debt to income');
    await look(page, 'published, an input edited');
    await hands.press(page.getByRole('button', { name: /^Save/ }));
    await expect(page.getByRole('rowheader', { name: 'Debt to income' })).toBeVisible();
    await hands.write(page.getByLabel('In one sentence'), SENTENCE);
    await hands.press(page.getByRole('button', { name: 'Keep the ask' }));
    await expect(page.getByRole('region', { name: 'The ask' })).toContainText(SENTENCE);
    await hands.press(page.getByRole('link', { name: 'Open the page' }));
    await expect(answer(page).getByRole('heading')).not.toBeEmpty();
    await expect(page.getByRole('region', { name: 'The ask' })).toContainText(SENTENCE);
  });
}

async function tryIt({ page, hands }: Person, look: Look): Promise<void> {
  await test.step('the reviewer is asked to try it, and does', async () => {
    await expect(waiting(page)).toContainText('Try Mortgage approval v1');
    await look(page, 'home, something to try');
    await hands.press(waiting(page).getByRole('link', { name: 'Try it' }));
    await expect(page.getByRole('region', { name: 'The ask' })).toContainText(SENTENCE);
    await expect(answer(page).getByRole('heading')).toHaveText('approved');
    await hands.write(debt(page), '250');
    await expect(answer(page).getByRole('heading')).toHaveText('denied');
    await hands.press(page.getByRole('button', { name: 'Run and keep' }));
    await expect(recentRuns(page).getByRole('listitem')).toHaveCount(1);
    await hands.press(judge(page, 'Looks right'));
    await expect(page.getByText('Kept. You said: looks right.')).toBeVisible();
    await look(page, 'trying, judged');
  });
}

async function flagIt({ page, hands }: Person, site: Site): Promise<string> {
  return test.step('a flag survives a restart in the middle of it', async () => {
    await hands.write(debt(page), '41');
    await expect(page.locator('[data-changing]')).toHaveCount(0);
    const said = await answer(page).getByRole('heading').textContent();
    await hands.press(judge(page, 'Flag a problem'));
    const panel = page.getByRole('dialog', { name: 'Flag a problem' });
    await hands.pick(panel.getByRole('radio', { name: /Boundary/ }));
    await hands.write(panel.getByLabel('Why does it matter?'), NOTE);
    await hands.pick(panel.getByRole('radio', { name: 'Stops the release' }));
    await expect(panel.getByText('Draft saved')).toBeVisible();
    await site.restart();
    await hands.press(panel.getByRole('button', { name: 'Send flag' }));
    await expect(page.getByText('Flag 1 saved')).toBeVisible();
    await page.reload();
    // What was run before, and what was just flagged.
    await expect(recentRuns(page).getByRole('listitem')).toHaveCount(2);
    await hands.press(page.getByRole('region', { name: /Open flags/ }).getByRole('link', { name: NOTE }));
    await page.waitForURL(/\/f\/flg_/);
    const run = page.getByRole('region', { name: 'The run' });
    await expect(run).toContainText(/Debt to income\s*41%/);
    await expect(run).toContainText(said ?? 'an answer');
    const flagUrl = page.url();
    await hands.press(run.getByRole('link', { name: /^\/r\// }));
    await page.waitForURL(/\/r\/run_/);
    await expect(page.getByRole('region', { name: 'What was asked' })).toContainText('Debt to income');
    await expect(page.getByRole('region', { name: 'Flags on this run' })).toContainText(NOTE);
    return flagUrl;
  });
}

async function answerFlag({ page, hands }: Person, look: Look): Promise<void> {
  await test.step('the publisher sees it at once, and accepts it', async () => {
    await page.goto('/');
    await expect(waiting(page)).toContainText('Answer flag 1');
    await expect(waiting(page)).toContainText('Stops the release');
    await look(page, 'home, a flag to answer');
    await hands.press(waiting(page).getByRole('link', { name: 'Answer' }));
    await hands.pick(page.getByRole('radio', { name: 'Accept' }));
    await hands.write(page.getByRole('textbox', { name: 'Reply to Tom Reyes' }), 'Seen. Version 2 will mend it.');
    await look(page, 'flag, being answered');
    await hands.press(page.getByRole('button', { name: 'Send' }));
    await expect(happened(page)).toContainText('accepted it');
    await expect(happened(page)).toContainText('Seen. Version 2 will mend it.');
    await look(page, 'flag, accepted');
  });
}

async function publishSecond({ page, hands }: Person, look: Look): Promise<void> {
  await test.step('the second version is announced by a press', async () => {
    await page.goto('/');
    await hands.press(page.getByRole('link', { name: /New version/ }));
    await chooseFiles({ page, hands }, { version: 2, button: 'Choose files' });
    await expect(page.getByText('This becomes version 2 of Mortgage approval.')).toBeVisible();
    await hands.press(page.getByRole('button', { name: 'Publish version 2' }));
    await expect(page.getByRole('heading', { level: 1, name: /^v2 is ready/ })).toBeVisible();
    // What was said and put right for the first version holds for the second.
    await expect(page.getByRole('rowheader', { name: 'Debt to income' })).toBeVisible();
    await look(page, 'published, ready');
    await hands.press(page.getByRole('button', { name: 'Announce it' }));
    await expect(page.getByRole('heading', { level: 1, name: /^v2 is live/ })).toBeVisible();
  });
}

async function approverLooks({ page, hands }: Person, look: Look): Promise<void> {
  await test.step('the approver sees what waits, and may not publish', async () => {
    await expect(waiting(page)).toContainText('Try Mortgage approval v2');
    await expect(page.getByRole('link', { name: /New version/ })).toHaveCount(0);
    await look(page, 'home, of an approver');
    expect((await page.goto('/publish'))?.status()).toBe(403);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await look(page, 'publish, not allowed');
    await page.goto('/flags');
    await hands.press(page.getByRole('link', { name: NOTE }));
    await expect(page.getByRole('textbox', { name: 'Reply to Tom Reyes' })).toBeVisible();
    // Whoever neither publishes nor reported it can reply, and decides nothing.
    await expect(page.getByRole('radio', { name: 'Accept' })).toHaveCount(0);
    await page.goto(PAGE);
    await expect(page.getByRole('heading', { level: 1, name: 'Mortgage approval' })).toBeAttached();
  });
}

async function sayItIsFixed({ page, hands }: Person, flagUrl: string): Promise<void> {
  await test.step('the publisher says that it looks fixed', async () => {
    await page.goto(flagUrl);
    await hands.pick(page.getByRole('radio', { name: 'Looks fixed' }));
    await expect(page.getByLabel('in version')).toHaveValue('2');
    await hands.press(page.getByRole('button', { name: 'Send' }));
    await expect(happened(page)).toContainText('it looks fixed in v2');
  });
}

async function confirmIt({ page, hands }: Person, look: Look): Promise<void> {
  await test.step('the reporter is asked, and confirms', async () => {
    await page.goto('/');
    await expect(waiting(page)).toContainText('Is flag 1 on Mortgage approval fixed?');
    await look(page, 'home, a fix to confirm');
    await hands.press(waiting(page).getByRole('button', { name: 'Yes, fixed' }));
    await expect(waiting(page)).not.toContainText('Is flag 1');
  });
}

async function lookAround({ page, hands }: Person): Promise<void> {
  await test.step('everything is where one looks for it', async () => {
    await page.goto('/flags');
    await expect(page.getByRole('main')).toContainText('Confirmed');
    await page.goto('/models');
    await expect(page.getByRole('main')).toContainText('Mortgage approval');
    await page.goto('/search?q=debt');
    await expect(page.getByRole('main')).toContainText(NOTE);
    expect((await page.goto('/nothing'))?.status()).toBe(404);
    await page.goto('/');
    await hands.press(userMenu(page));
    const signOut = { name: 'Sign out' };
    await hands.press(page.getByRole('button', signOut).or(page.getByRole('menuitem', signOut)));
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  });
}

/** The sample's file and rows with their true answers; with the first version its description, without the ask. */
async function chooseFiles(
  { page, hands }: Pick<Person, 'page' | 'hands'>,
  { version, button }: { version: number; button: string },
): Promise<void> {
  const { ask: _ask, ...preview } = JSON.parse(readFileSync(join(MODEL, 'preview.json'), 'utf8'));
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });
  const chosen = page.waitForEvent('filechooser');
  await hands.press(page.getByRole('button', { name: button }));
  await (await chosen).setFiles([
    file('mortgage-approval.onnx', readFileSync(join(MODEL, `${version}/model.onnx`))),
    file('reference.csv', readFileSync(join(MODEL, 'test.csv'))),
    ...(version === 1 ? [file('preview.json', Buffer.from(JSON.stringify(preview)))] : []),
  ]);
}

const answer = (page: Page): Locator => page.getByRole('region', { name: 'Answer' });
const waiting = (page: Page): Locator => page.getByRole('region', { name: 'Waiting on you' });
const recentRuns = (page: Page): Locator => page.getByRole('region', { name: 'Your recent runs' });
const happened = (page: Page): Locator => page.getByRole('list', { name: 'What happened' });
const debt = (page: Page): Locator => page.getByLabel('Debt to income', { exact: true });
/** On a phone these are in the bar at the bottom. */
const judge = (page: Page, name: string): Locator => page.getByRole('button', { name }).filter({ visible: true });
