import { expect, test } from 'vitest';
import type { Description } from '../../description-format.ts';
import { orderInputs, previewFileOf, readReferenceRows, reviseDescription } from '../index.ts';
import {
  describe as describeWith,
  factsOf,
  refusalOf,
  SAMPLE_VERSIONS,
  sampleFacts,
  samplePath,
  sampleText,
  value,
} from '../testing.ts';

/** Without what only the portal knows, which a file cannot say. */
function plain({ corrected: _, inputs, outputs, ...rest }: Description) {
  return {
    ...rest,
    inputs: inputs.map(({ corrected: _corrected, guess: _guess, ...input }) => input),
    outputs: outputs.map(({ corrected: _corrected, ...output }) => output),
  };
}

test.each(SAMPLE_VERSIONS)('%s: published again with its own file it is described the same', async (version) => {
  const [model = ''] = version.split('/');
  const facts = sampleFacts(version);
  const path = samplePath(model, 'reference.csv') ?? samplePath(model, 'test.csv');
  const reference = path ? await readReferenceRows(path) : null;
  for (const preview of [undefined, JSON.parse(sampleText(model, 'preview.json') ?? 'null')]) {
    const pictures = (preview?.examples ?? []).flatMap(({ image }: { image?: string }) => image ?? []);
    const first = describeWith(facts, { preview, reference, pictures }).description;
    const file = JSON.parse(JSON.stringify(previewFileOf(first)));
    const again = describeWith(facts, { preview: file, reference, pictures }).description;
    expect(plain(again)).toEqual(plain(first));
  }
});

test('says corrections, order, bands and hidden fields, and nothing of guesses', () => {
  const facts = factsOf([value('a', 'FP32'), value('b', 'FP32'), value('c', 'FP32')], {
    outputs: [value('y', 'FP32', ['N', 1])],
  });
  const changes = {
    inputs: { a: { hidden: true, default: 4, direction: 'fixed' }, b: { sensitive: true, unit: null } },
    outputs: {
      y: {
        bands: [
          { from: 0, label: 'Low' },
          { from: 5, label: 'High' },
        ],
      },
    },
  };
  const corrected = orderInputs(reviseDescription(describeWith(facts).description, changes, facts), ['b', 'a']);
  const file = JSON.parse(JSON.stringify(previewFileOf(corrected)));
  expect(JSON.stringify(file)).not.toMatch(/"(guess|corrected|renamed)"/);
  const again = describeWith(facts, { preview: file }).description;
  expect(again.inputs.map(({ key }) => key)).toEqual(['b', 'a', 'c']);
  expect(again.inputs[1]).toMatchObject({ hidden: true, default: 4, direction: 'fixed' });
  expect(again.outputs).toEqual(plain(corrected).outputs);
});

test.each<[string, unknown, string]>([
  ['no list', 'a', 'must be a list of keys'],
  ['a stranger', ['a', 'nobody'], 'names no field, or one twice: nobody'],
  ['one twice', ['a', 'a'], 'names no field, or one twice: a'],
  ['no key', [{}], 'names no field, or one twice: [object Object]'],
])('an order that is %s is refused', (_, order, what) => {
  const { description } = describeWith(factsOf([value('a', 'FP32'), value('b', 'FP32')]));
  expect(refusalOf(() => orderInputs(description, order)).fields).toEqual({ order: what });
  expect(orderInputs(description, ['b']).inputs.map(({ key }) => key)).toEqual(['b', 'a']);
});
