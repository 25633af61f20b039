import { describe, expect, test } from 'vitest';
import type { ModelFacts } from '#app/oip/control.ts';
import type { Description } from '../description-format.ts';
import { readReferenceRows } from './index.ts';
import { createSlotFinder } from './inputs/slots.ts';
import { defaultProblem, valueProblem } from './inputs/values.ts';
import { describe as describeWith, SAMPLE_VERSIONS, sampleFacts, samplePath, sampleText } from './testing.ts';

interface SaidInput {
  name: string;
  index?: number;
  default?: unknown;
  [key: string]: unknown;
}

const modelOf = (version: string): string => version.split('/')[0] ?? '';
const previewOf = (version: string) => JSON.parse(sampleText(modelOf(version), 'preview.json') ?? '');

async function sideFiles(version: string) {
  const model = modelOf(version);
  const path = samplePath(model, 'train.csv') ?? samplePath(model, 'test.csv');
  const labels = sampleText(model, 'labels.txt');
  return {
    ...(labels !== undefined && { labels }),
    card: sampleText(model, 'card.md') ?? '',
    reference: path ? await readReferenceRows(path) : null,
  };
}

/** Every input of the graph is fed, and every field can be answered as the page first shows it. */
function expectAskable({ inputs, examples }: Description, facts: ModelFacts): void {
  expect(new Set(inputs.map(({ name }) => name))).toEqual(new Set(facts.inputs.map(({ name }) => name)));
  expect(new Set(inputs.map(({ key }) => key)).size).toBe(inputs.length);
  const slotOf = createSlotFinder(facts);
  for (const field of inputs) {
    const slot = slotOf(field);
    expect(slot).not.toBeNull();
    expect(slot && defaultProblem(field, slot, field.default), field.key).toBeNull();
    for (const { values } of examples) {
      if (slot && values?.[field.key] !== undefined) expect(valueProblem(field, slot, values[field.key])).toBeNull();
    }
  }
}

describe.each(SAMPLE_VERSIONS)('%s', (version) => {
  const facts = sampleFacts(version);

  test('with its preview.json has exactly the fields it describes', async () => {
    const preview = previewOf(version);
    const names = new Set(facts.inputs.map(({ name }) => name));
    const wanted = (preview.inputs as SaidInput[]).filter(({ name }) => names.has(name));
    const { description } = describeWith(facts, { ...(await sideFiles(version)), preview });
    expect(description.inputs).toHaveLength(wanted.length);
    description.inputs.forEach((field, i) => {
      const said = { ...wanted[i] } as SaidInput;
      // No default is no statement.
      if (said.default === null) delete said.default;
      expect(field).toMatchObject(said);
      expect(field.key).toBe(said.feature ?? said.name);
      expect(field.guess).toBeUndefined();
    });
    expect(description).toMatchObject({ title: preview.title, summary: preview.summary, model: preview.model });
    expect(description.ask).toEqual(preview.ask);
    expectAskable(description, facts);
  });

  test('with its preview.json has the outputs it describes', () => {
    const preview = previewOf(version);
    const { description } = describeWith(facts, { preview });
    expect(description.outputs.map(({ name }) => name)).toEqual(facts.outputs.map(({ name }) => name));
    description.outputs.forEach((output, i) => {
      // Version 2 of mortgage-flat calls the same scores another name.
      const { name: _, ...said } = preview.outputs[i];
      expect(output).toMatchObject(said);
    });
  });

  test('without a preview.json is usable', async () => {
    const { description, notices } = describeWith(facts, await sideFiles(version));
    expectAskable(description, facts);
    expect(notices).toEqual([]);
    expect(description.title).not.toBe('A model');
    for (const field of description.inputs) expect(field.guess?.reason).toMatch(/^[A-Z].+\.$/);
    const { outputs } = previewOf(version);
    expect(description.outputs.map(({ kind }) => kind)).toEqual(outputs.map(({ kind }: { kind: string }) => kind));
    const classes = outputs.find((output: { classes?: string[] }) => output.classes)?.classes;
    expect(description.outputs.find((output) => output.classes)?.classes).toEqual(classes);
  });

  test('alone is usable', () => {
    const { description, notices } = describeWith(facts);
    expectAskable(description, facts);
    expect(notices).toEqual([]);
    expect(description.title).toBe('A model');
  });
});

test('values of examples for inputs a version does not take are left out, and said so', () => {
  const { description, notices } = describeWith(sampleFacts('mortgage-approval/3'), {
    preview: previewOf('mortgage-approval/3'),
  });
  expect(description.examples).toHaveLength(6);
  expect(Object.keys(description.examples[0]?.values ?? {})).not.toContain('afam');
  expect(notices.map(({ code }) => code)).toEqual(['describe.absent-inputs', 'describe.example-values']);
  expect(notices[1]?.message).toContain('"afam", "single"');
});

test('pictures of examples are kept when they came along', () => {
  const preview = previewOf('digits/1');
  const without = describeWith(sampleFacts('digits/1'), { preview });
  expect(without.description.examples).toEqual([]);
  expect(without.notices).toEqual([
    { code: 'describe.example-pictures', message: expect.stringContaining('"A zero", "A three"') },
  ]);
  const withOne = describeWith(sampleFacts('digits/1'), { preview, pictures: ['examples/1.png'] });
  expect(withOne.description.examples).toEqual([{ name: 'A three', note: 'true label 3', image: 'examples/1.png' }]);
});
