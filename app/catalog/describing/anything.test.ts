import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ModelFacts } from '#app/oip/control.ts';
import { type Description, INPUT_KINDS, OUTPUT_KINDS } from '../description-format.ts';
import { reviseDescription } from './index.ts';
import { createSlotFinder } from './inputs/slots.ts';
import { valueProblem } from './inputs/values.ts';
import { describe as describeWith, factsOf } from './testing.ts';

/** Whatever is said, the answer is a page that can be asked, or a refusal in words. */

const RUNS = 300;
const NAMES = ['a', 'b', 'v', 'input_ids', '__proto__', 'constructor', 'a b', ''];
const name = fc.constantFrom(...NAMES);
const number = fc.constantFrom(0, 1, -1, 0.5, 3, 300, 1e300, -0.1);
/** Written as JSON, a negative zero is none. */
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)));
const anyValue = fc.oneof(number, fc.string(), fc.boolean(), fc.constant(null), fc.array(number), json);
const words = fc.string({ minLength: 1, maxLength: 5 });
/** Mostly what belongs there. */
const said = <T>(likely: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 60, arbitrary: likely }, { weight: 1, arbitrary: anyValue });
const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 1, nil: undefined });

const input = fc.record(
  {
    name,
    index: rarely(said(fc.nat(4))),
    feature: rarely(said(words)),
    key: rarely(said(words)),
    label: said(words),
    kind: rarely(said(fc.constantFrom(...INPUT_KINDS))),
    default: rarely(anyValue),
    allowed: rarely(said(fc.array(fc.record({ value: fc.oneof(number, words), label: words }), { minLength: 1 }))),
    min: rarely(said(fc.constantFrom(-5, 0, 0.2))),
    max: rarely(said(fc.constantFrom(0.9, 4))),
    p05: rarely(said(number)),
    maxLength: rarely(said(fc.nat(3))),
    width: rarely(said(fc.nat(9))),
    height: rarely(said(fc.nat(9))),
    length: rarely(said(fc.nat(9))),
  },
  { requiredKeys: ['name'] },
);
const output = fc.record(
  {
    name: fc.constantFrom('a', 'b', 'z'),
    kind: rarely(said(fc.constantFrom(...OUTPUT_KINDS))),
    classes: rarely(said(fc.array(words, { minLength: 2, maxLength: 3 }))),
    favourable: rarely(said(words)),
  },
  { requiredKeys: ['name'] },
);
const example = fc.record({ name: said(words), values: fc.dictionary(name, anyValue) });
const preview = fc.record(
  {
    formatVersion: fc.constant(1),
    title: said(words),
    inputs: said(fc.uniqueArray(input, { maxLength: 3, selector: (each) => each.name })),
    outputs: said(fc.uniqueArray(output, { maxLength: 2, selector: (each) => each.name })),
    examples: said(fc.array(example, { maxLength: 2 })),
  },
  { requiredKeys: ['formatVersion'] },
);

const datatype = fc.constantFrom('FP32', 'FP64', 'INT64', 'UINT8', 'BOOL', 'BYTES');
const shape: fc.Arbitrary<(number | string | null)[] | null> = fc.option(
  fc.oneof(
    fc.constantFrom<(number | string | null)[]>(['N', 1], ['N'], [null, 2], ['N', 40], [1, 3, 8, 8], ['N', null]),
    fc.array(fc.constantFrom(1, 2, 8, 0, 'N', null), { maxLength: 4 }),
  ),
);
const graphValue = fc.record({ name, datatype, shape });
const uniqueValues = fc.uniqueArray(graphValue, { selector: (each) => each.name, maxLength: 4 });
/** What a graph may tell of a column, as far from reason as a file can be. */
const anyNumber = fc.constantFrom(0, -0, 1, -1, 0.5, 2.5, 0.24, 3e9, -7.25, 1e300, -1e300, 5e-324, 1e-35);
const column = fc.record(
  {
    input: name,
    index: fc.option(fc.nat(3)),
    centre: anyNumber,
    spread: anyNumber,
    low: anyNumber,
    high: anyNumber,
    limitsFrom: fc.constantFrom('scaler' as const, 'table' as const, 'clip' as const),
    splits: fc.record({
      count: fc.constantFrom(1, 2, 30, 1_000),
      lowest: anyNumber,
      highest: anyNumber,
      middle: anyNumber,
      tenth: anyNumber,
      ninetieth: anyNumber,
      grid: fc.constantFrom('yes-no' as const, 'whole' as const, 'any' as const),
    }),
    codes: fc.array(anyNumber, { minLength: 1, maxLength: 3 }),
    missing: fc.oneof(anyNumber, words),
    isProse: fc.boolean(),
    isUnused: fc.boolean(),
  },
  { requiredKeys: ['input', 'index'] },
);
const list = fc.array(anyNumber, { minLength: 1, maxLength: 3 });
const picture = fc.record(
  { input: name, prepares: fc.record({ offset: list, scale: list }) },
  { requiredKeys: ['input'] },
);
const facts: fc.Arbitrary<ModelFacts> = fc
  .record({
    inputs: uniqueValues,
    outputs: uniqueValues,
    classes: fc.option(fc.constant<(string | number)[]>([0, 1])),
    columns: fc.array(column, { maxLength: 4 }),
    pictures: fc.array(picture, { maxLength: 2 }),
  })
  .map(({ inputs, ...rest }) => factsOf(inputs, { ...rest, labelOutput: rest.outputs[0]?.name ?? null }));

/** Files of a folder, half of them with a beginning of sense. */
const settings = fc.oneof(
  fc.json(),
  fc
    .record(
      {
        size: fc.oneof(number, fc.record({ height: number, width: number }), fc.record({ shortest_edge: number })),
        crop_size: said(fc.constant(8)),
        do_center_crop: fc.boolean(),
        crop_pct: number,
        image_mean: fc.array(anyNumber, { maxLength: 4 }),
        image_std: fc.array(anyNumber, { maxLength: 4 }),
        id2label: fc.dictionary(fc.constantFrom('0', '1', '__proto__', '-1', '1e9'), said(words)),
        model_max_length: anyNumber,
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
);
const bundle = fc.record(
  {
    'config.json': settings,
    'preprocessor_config.json': settings,
    'tokenizer_config.json': settings,
    'tokenizer.json': settings,
    'config.pbtxt': fc.constantFrom('input [ { name: "a" dims: [ 3 ] } ]', 'input [', ''),
  },
  { requiredKeys: [] },
);

function attempt<T>(step: () => T): T | null {
  try {
    return step();
  } catch (thrown) {
    const { code, message, fields } = thrown as { code?: string; message: string; fields?: object };
    expect(code, message).toBe('FL_DESCRIPTION_INVALID');
    expect(Object.keys(fields ?? {})).not.toEqual([]);
    return null;
  }
}

/** Every field has a name of its own and a value to start with, and it is plain data. */
function expectAskable(description: Description, of: ModelFacts): void {
  const slotOf = createSlotFinder(of);
  expect(new Set(description.inputs.map(({ key }) => key)).size).toBe(description.inputs.length);
  for (const field of description.inputs) {
    const slot = slotOf(field);
    expect(slot).not.toBeNull();
    const isEmpty = slot?.shape.includes(0);
    if (slot && !isEmpty) expect(valueProblem(field, slot, field.default), JSON.stringify(field)).toBeNull();
  }
  const fed = new Set(description.inputs.map((field) => field.name));
  expect(of.inputs.every((each) => fed.has(each.name))).toBe(true);
  expect(JSON.parse(JSON.stringify(description))).toEqual(description);
}

test('any preview.json over any graph, and again over what came before', () => {
  let accepted = 0;
  const cases = fc.tuple(preview, preview, fc.tuple(facts, facts, bundle));
  fc.assert(
    fc.property(cases, ([first, second, [of, later, beside]]) => {
      expectAskable(describeWith(of, { bundle: beside }).description, of);
      const described = attempt(() => describeWith(of, { preview: first, bundle: beside }));
      if (described) accepted++;
      const before = (described ?? describeWith(of)).description;
      expectAskable(before, of);
      const after = attempt(() => describeWith(later, { preview: second }, before));
      if (after) expectAskable(after.description, later);
      const silent = describeWith(later, {}, before);
      expectAskable(silent.description, later);
      expect(describeWith(later, {}, silent.description).description).toEqual(silent.description);
    }),
    { numRuns: RUNS },
  );
  expect(accepted).toBeGreaterThan(RUNS / 10);
});

test('any changes to any description', () => {
  const nameless = input.map(({ name: _, index: __, feature: ___, key: ____, ...rest }) => rest);
  const change = fc.record(
    {
      title: said(words),
      examples: said(fc.constant(null)),
      ask: said(fc.record({ sentence: words })),
      owner: anyValue,
    },
    { requiredKeys: [] },
  );
  let accepted = 0;
  fc.assert(
    fc.property(facts, change, fc.array(nameless, { maxLength: 3 }), (of, whole, changes) => {
      const before = describeWith(of).description;
      const keys = before.inputs.slice(0, changes.length).map(({ key }) => key);
      const inputs = Object.fromEntries(keys.map((key, i) => [key, changes[i]]));
      const revised = attempt(() => reviseDescription(before, { ...whole, inputs }, of));
      if (!revised) return;
      accepted++;
      expectAskable(revised, of);
      expectAskable(describeWith(of, {}, revised).description, of);
    }),
    { numRuns: RUNS },
  );
  expect(accepted).toBeGreaterThan(RUNS / 10);
});
