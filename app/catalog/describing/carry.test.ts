import { describe, expect, test } from 'vitest';
import type { Description } from '../description-format.ts';
import { reviseDescription } from './index.ts';
import { byKey, describe as describeWith, factsOf, rows, value } from './testing.ts';

const facts = factsOf([value('age', 'FP32'), value('job', 'BYTES')], {
  outputs: [value('label', 'INT64', ['N']), value('p', 'FP32', ['N', 2])],
  classes: [0, 1],
  labelOutput: 'label',
  scoresOutput: 'p',
  categories: [{ input: 'job', index: null, values: ['cook', 'nurse'] }],
});
const preview = {
  formatVersion: 1,
  title: 'Jobs',
  inputs: [
    { name: 'age', label: 'Age', kind: 'integer', min: 18, max: 70, default: 40 },
    {
      name: 'job',
      label: 'Job',
      kind: 'category',
      allowed: [
        { value: 'nurse', label: 'A nurse' },
        { value: 'cook', label: 'A cook' },
      ],
    },
  ],
  outputs: [{ name: 'label', kind: 'class', classes: ['no', 'yes'], favourable: 'yes' }],
  examples: [{ name: 'Ann', values: { age: 30, job: 'cook' } }],
  ask: { sentence: 'Why?' },
};

/** What a person corrects on the version before. */
function corrected(before: Description): Description {
  const changes = {
    title: 'Jobs, corrected',
    inputs: { age: { label: 'Years', max: 99 } },
    outputs: { label: { classes: ['nay', 'yea'], favourable: 'yea' } },
  };
  return reviseDescription(before, changes, facts);
}

describe('without a preview.json', () => {
  test('what the publisher said before still counts', () => {
    const before = describeWith(facts, { preview }).description;
    expect(describeWith(facts, {}, before)).toEqual({ description: before, notices: [] });
    expect(describeWith(facts, {}, describeWith(facts, {}, before).description).description).toEqual(before);
  });

  test('what was only guessed is guessed again', () => {
    const before = describeWith(facts, { card: '# Card' }).description;
    expect(before).toMatchObject({ title: 'Card', examples: [] });
    const reference = rows({ age: [1, 2, 3] });
    const after = describeWith(facts, { reference, card: '# New card' }, before).description;
    expect(after).toMatchObject({ title: 'New card', examples: [{ values: { age: 1 } }] });
    expect(byKey(after).age).toMatchObject({ kind: 'integer', max: 3, guess: { reason: expect.any(String) } });
  });

  test('a choice the model learned is offered, one it forgot is not', () => {
    const before = describeWith(facts, { preview }).description;
    const learned = { ...facts, categories: [{ input: 'job', index: null, values: ['pilot', 'cook'] }] };
    expect(byKey(describeWith(learned, {}, before).description).job?.allowed).toEqual([
      { value: 'cook', label: 'A cook' },
      { value: 'pilot', label: 'pilot' },
    ]);
    // A person who made the list shorter meant it.
    const shorter = reviseDescription(before, { inputs: { job: { allowed: [{ value: 'cook' }] } } }, facts);
    expect(byKey(describeWith(learned, {}, shorter).description).job?.allowed).toEqual([
      { value: 'cook', label: 'cook' },
    ]);
    const forgot = { ...facts, categories: [{ input: 'job', index: null, values: ['nurse'] }] };
    const { description } = describeWith(forgot, {}, before);
    expect(byKey(description).job).toMatchObject({ allowed: [{ value: 'nurse', label: 'A nurse' }], default: 'nurse' });
  });

  test('a field that takes something else now is guessed anew, its label stays', () => {
    const before = describeWith(facts, { preview }).description;
    const other = { ...facts, inputs: [value('age', 'BYTES'), value('job', 'FP32')], categories: [] };
    const { age, job } = byKey(describeWith(other, {}, before).description);
    expect(age).toMatchObject({ label: 'Age', kind: 'integer' });
    expect(job).toMatchObject({ label: 'Job', kind: 'number', default: 0 });
    expect(job).not.toHaveProperty('allowed');
  });

  test('class names of another number of classes are not kept', () => {
    const before = describeWith(facts, { preview }).description;
    const three = {
      ...facts,
      outputs: [value('label', 'INT64', ['N']), value('p', 'FP32', ['N', 3])],
      classes: [0, 1, 2],
    };
    const [label] = describeWith(three, {}, before).description.outputs;
    expect(label).toEqual({ name: 'label', label: 'Decision', kind: 'class', classes: ['0', '1', '2'] });
    const named = describeWith(facts, { labels: 'minus\nplus' }, before).description.outputs[0];
    expect(named).toMatchObject({ classes: ['minus', 'plus'] });
  });

  test('columns keep their names as long as the vector is as wide', () => {
    const vector = (width: number) => factsOf([value('v', 'FP32', ['N', width])]);
    const columns = [0, 1].map((index) => ({ name: 'v', index, feature: `f${index}`, label: `F ${index}` }));
    const before = describeWith(vector(2), { preview: { formatVersion: 1, inputs: columns } }).description;
    expect(describeWith(vector(2), {}, before).description.inputs).toEqual(before.inputs);
    expect(describeWith(vector(3), {}, before).description.inputs.map(({ key }) => key)).toEqual(['x1', 'x2', 'x3']);
  });
});

describe('corrections', () => {
  test('outlive an upload without preview.json, and the one after', () => {
    const before = corrected(describeWith(facts, { preview }).description);
    const after = describeWith(facts, { labels: 'a\nb', card: '# Card' }, before).description;
    expect(after).toMatchObject({ title: 'Jobs, corrected' });
    expect(byKey(after).age).toMatchObject({ label: 'Years', min: 18, max: 99 });
    expect(after.outputs[0]).toMatchObject({ classes: ['nay', 'yea'], favourable: 'yea' });
    expect(describeWith(facts, {}, after).description).toEqual(after);
  });

  test('of a guessed field outlive too, and the rest is guessed again', () => {
    const first = describeWith(facts, { reference: rows({ age: [1.5, 2, 3] }) }).description;
    const before = reviseDescription(first, { inputs: { age: { label: 'Years' } } }, facts);
    const after = describeWith(facts, { reference: rows({ age: [5.5, 6, 9] }) }, before).description;
    expect(byKey(after).age).toMatchObject({ label: 'Years', kind: 'number', corrected: ['label'] });
  });

  test('give way to a preview.json where it speaks, and fill what it leaves out', () => {
    const before = corrected(describeWith(facts, { preview }).description);
    const inputs = [{ name: 'age', kind: 'integer', label: 'Age again' }];
    const { description } = describeWith(facts, { preview: { formatVersion: 1, inputs } }, before);
    expect(description).toMatchObject({ title: 'Jobs, corrected', corrected: ['title'] });
    expect(byKey(description).age).toMatchObject({ label: 'Age again', max: 99, corrected: ['max'] });
    // What was not corrected counts as taken back.
    expect(byKey(description).age).not.toHaveProperty('min');
    expect(description.examples).toEqual([]);
    expect(description).not.toHaveProperty('ask');
  });

  test('of a field that is gone are named', () => {
    const before = corrected(describeWith(facts, { preview }).description);
    const { notices } = describeWith({ ...facts, inputs: [value('job', 'BYTES')] }, {}, before);
    expect(notices).toEqual([{ code: 'describe.corrections', message: expect.stringContaining('"age"') }]);
  });
});
