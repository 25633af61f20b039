import { expect, test } from 'vitest';
import { possibleInputKinds, possibleOutputKinds } from './index.ts';
import { describe as describeWith, factsOf, value } from './testing.ts';

test.each([
  ['FP32', ['N', 1], ['number', 'integer', 'yes-no', 'category', 'date', 'tensor']],
  ['INT64', ['N', 1], ['integer', 'yes-no', 'category', 'date', 'tensor']],
  ['BOOL', ['N', 1], ['yes-no', 'category', 'tensor']],
  ['FP32', ['N', 3, 32, 32], ['image', 'audio', 'table', 'series', 'tensor']],
])('what an input of %s %j can be', (datatype, shape, kinds) => {
  const facts = factsOf([value('x', datatype, shape)]);
  const [input] = describeWith(facts).description.inputs;
  if (!input) throw new Error('no input');
  expect([...possibleInputKinds(facts, input)].sort()).toEqual([...kinds].sort());
});

test('what an output can be', () => {
  const facts = factsOf([], {
    outputs: [value('one', 'FP32'), value('many', 'FP32', ['N', 3]), value('word', 'BYTES')],
  });
  expect(possibleOutputKinds(facts, 'one')).toContain('number');
  expect(possibleOutputKinds(facts, 'many')).not.toContain('class');
  expect(possibleOutputKinds(facts, 'word')).toEqual(['class', 'tensor']);
});
