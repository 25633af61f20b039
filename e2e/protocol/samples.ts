import { existsSync, openAsBlob, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../product.ts';

/** The sample models, as someone publishes them who knows the API's form and nothing else. */

export interface SampleVersion {
  model: string;
  version: number;
}

const SAMPLES = join(ROOT, 'models');

/** Side files by the name of their part; reference rows are the first of these that exist. */
const SIDE_FILES: readonly (readonly [part: string, file: string])[] = [
  ['preview', 'preview.json'],
  ['labels', 'labels.txt'],
  ['card', 'card.md'],
  ['reference', 'reference.csv'],
  ['reference', 'train.csv'],
  ['reference', 'test.csv'],
];

/** Every version of every sample, in the order to publish them in. */
export function sampleVersions(): SampleVersion[] {
  return readdirSync(SAMPLES)
    .sort()
    .flatMap((model) =>
      readdirSync(join(SAMPLES, model))
        .filter((name) => /^\d+$/.test(name))
        .map(Number)
        .sort((a, b) => a - b)
        .map((version) => ({ model, version })),
    );
}

/** The form that publishes one version with its side files. */
export async function publishForm({ model, version }: SampleVersion): Promise<FormData> {
  const form = new FormData();
  form.append('model', await openAsBlob(join(SAMPLES, model, String(version), 'model.onnx')), 'model.onnx');
  for (const [part, file] of SIDE_FILES) {
    const path = join(SAMPLES, model, file);
    if (!form.has(part) && existsSync(path)) form.append(part, await openAsBlob(path), file);
  }
  return form;
}
