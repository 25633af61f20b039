import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../bin/bootstrap/build-pages.mjs';
import type { Figure } from './figures.ts';
import { browserFigures } from './preview/in-browser.ts';
import { invitePeople } from './preview/people.ts';
import { type Question, timesOf } from './preview/questions.ts';
import { type Product, startProduct, TOKEN } from './product.ts';

const MODEL = 'mortgage-approval';
const SAMPLE = join(import.meta.dirname, '../models', MODEL);
/** A file the same server sends as it is, about as long as the page. */
const STATIC_PATH = '/schemas/preview-1.json';

const PAGE_TRIES = 300;
const CROWDS = [
  { people: 1, each: 300, target: '' },
  { people: 10, each: 100, target: 'p50 20 ms' },
  { people: 100, each: 30, target: 'p50 150 ms' },
];

/**
 * The preview page of a tabular model: how long the server takes for it and how soon it can be used, and how soon a
 * question is answered while 1, 10 and 100 people ask, each the next as soon as the last is answered.
 */
export async function previewFigures(): Promise<Figure[]> {
  await ensureBuilt();
  const product = await startProduct({ NODE_ENV: 'production' });
  try {
    await publishSample(product);
    const people = await invitePeople(product, Math.max(...CROWDS.map((crowd) => crowd.people)));
    const figures = [await pageFigure(product, people)];
    figures.push(...(await browserFigures(product, { path: `/m/${MODEL}`, cookie: people[0] ?? '' })));
    for (const crowd of CROWDS) figures.push(...(await answerFigures(product, people.slice(0, crowd.people), crowd)));
    return figures;
  } finally {
    await product.stop();
  }
}

async function pageFigure(product: Product, [cookie = '']: string[]): Promise<Figure> {
  const get = (path: string) => timesOf(product, { cookies: [cookie], each: PAGE_TRIES, next: () => ({ path }) });
  // In turns, so that both meet the same machine; the first ones warm code up.
  await get(`/m/${MODEL}`);
  const baseline = await get(STATIC_PATH);
  const ours = await get(`/m/${MODEL}`);
  return { what: 'preview page, server', ours, baseline, quantile: 0.95, target: '50 ms' };
}

interface Crowd {
  people: number;
  each: number;
  target: string;
}

async function answerFigures(product: Product, cookies: string[], { people, each, target }: Crowd): Promise<Figure[]> {
  const form = await formOf(product, cookies[0] ?? '');
  // Never the same question twice: what is measured is answering it.
  let asked = 0;
  const question = (path: string) => (): Question => {
    asked += 1;
    return { path, body: { form: { ...form, 'in.pirat': `${20 + (asked % 3000) / 100}%` } } };
  };
  const ask = (next: () => Question) => timesOf(product, { cookies, each, next });
  const baseline = await ask(() => ({ path: STATIC_PATH }));
  const live = await ask(question(`/m/${MODEL}/v/1/answer`));
  const stored = await ask(question(`/m/${MODEL}/v/1/runs`));
  const who = people === 1 ? '1 person' : `${people} people`;
  return [0.5, 0.95].flatMap((q) => {
    const about = { baseline, quantile: q, target: q === 0.5 ? target : '' };
    return [
      { ...about, what: `answer while typing, ${who}`, ours: live },
      { ...about, what: `run stored, ${who}`, ours: stored },
    ];
  });
}

/** The controls of the form as the page sends them, with the values of the first example in them. */
async function formOf({ portalUrl }: Product, cookie: string): Promise<Record<string, string>> {
  const response = await fetch(`${portalUrl}/m/${MODEL}/v/1/runs`, {
    method: 'POST',
    headers: { cookie, origin: portalUrl, 'content-type': 'application/json' },
    body: JSON.stringify({ example: 0 }),
  });
  const { fields } = (await response.json()) as { fields: { key: string; value: string }[] };
  return Object.fromEntries(fields.map(({ key, value }) => [`in.${key}`, value]));
}

async function publishSample({ portalUrl }: Product): Promise<void> {
  const form = new FormData();
  form.append('model', new Blob([readFileSync(join(SAMPLE, '1/model.onnx'))]), 'model.onnx');
  form.append('preview', new Blob([readFileSync(join(SAMPLE, 'preview.json'))]), 'preview.json');
  const response = await fetch(`${portalUrl}/api/v1/models/${MODEL}/versions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}` },
    body: form,
  });
  if (response.status !== 201) throw new Error(`publish: ${response.status} ${await response.text()}`);
}
