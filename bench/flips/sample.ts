import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FieldValue } from '#app/catalog/description-format.ts';
import type { FlipFinding, FlipOutcome } from '#app/preview/contract.ts';
import type { GridModel } from './grid.ts';

/** A sample model on a portal, and its held-out rows as questions. */

const MODELS = join(import.meta.dirname, '../../models');

export interface Portal {
  /** Address of the API. */
  api: string;
  servingUrl: string;
  /** Of an admin, and of serving. */
  token: string;
}

/** Publishes a version of a sample with its reference rows. */
export async function publishSample(
  { api, servingUrl, token }: Portal,
  model: string,
  number: number,
): Promise<GridModel> {
  const form = new FormData();
  const add = (part: string, file: string) =>
    form.append(part, new Blob([readFileSync(join(MODELS, model, file))]), file);
  add('model', `${number}/model.onnx`);
  add('preview', 'preview.json');
  if (existsSync(join(MODELS, model, 'labels.txt'))) add('labels', 'labels.txt');
  add('reference', existsSync(join(MODELS, model, 'train.csv')) ? 'train.csv' : 'test.csv');
  const headers = { authorization: `Bearer ${token}` };
  const sent = await fetch(`${api}/models/${model}-${number}/versions`, { method: 'POST', headers, body: form });
  if (sent.status !== 201) throw new Error(`publish ${model}: ${sent.status} ${await sent.text()}`);
  const described = await fetch(`${api}/models/${model}-${number}/versions/1`, { headers });
  const { inputs, outputs } = (await described.json()) as Pick<GridModel, 'inputs' | 'outputs'>;
  return { servingUrl, token, model: `${model}-${number}`, version: 1, inputs, outputs };
}

/** The held-out rows of a sample, by the keys of its fields. */
export function sampleRows(model: string, { inputs }: GridModel): Record<string, FieldValue>[] {
  const [header = '', ...lines] = readFileSync(join(MODELS, model, 'test.csv'), 'utf8')
    .trim()
    .split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const values = inputs.map(({ key, allowed }): [string, FieldValue] => {
      const cell = cells[names.indexOf(key)] ?? '';
      const choice = allowed?.find(
        ({ value }) => String(value) === cell || Number(value) === Number(cell || Number.NaN),
      );
      return [key, choice ? choice.value : cell !== '' && Number.isFinite(Number(cell)) ? Number(cell) : cell];
    });
    return Object.fromEntries(values);
  });
}

export interface Explored {
  findings: FlipFinding[];
  outcome: FlipOutcome;
  /** From sending the question to the first finding, and to the end, ms. */
  firstMs: number | null;
  allMs: number;
}

/** What would change the answer to a question, asked as a notebook does. */
export async function exploreOver(
  { api, token }: Portal,
  { model, version }: Pick<GridModel, 'model' | 'version'>,
  inputs: Record<string, FieldValue>,
): Promise<Explored> {
  const beganMs = performance.now();
  const response = await fetch(`${api}/models/${model}/versions/${version}/explore`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ inputs }),
  });
  if (!response.ok || !response.body) throw new Error(`explore ${model}: ${response.status} ${await response.text()}`);
  let text = '';
  let firstMs: number | null = null;
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (firstMs === null && text.includes('event: finding')) firstMs = performance.now() - beganMs;
  }
  const allMs = performance.now() - beganMs;
  const events = [...text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, event, data]) => ({
    event,
    data: JSON.parse(data ?? ''),
  }));
  const done = events.at(-1);
  if (done?.event !== 'done') throw new Error(`explore ${model}: no end`);
  return { findings: events.slice(0, -1).map(({ data }) => data), outcome: done.data, firstMs, allMs };
}
