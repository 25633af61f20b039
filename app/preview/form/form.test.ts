import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import { readInputs } from '../inputs/read-inputs.ts';
import { type TestInput, testVersion } from '../testing.ts';
import { formFields } from './form-fields.ts';
import { parseForm } from './parse-form.ts';

const percent = { scale: 100, unit: '%', decimals: 0 };
const homes = [
  { value: 'own', label: 'Owner' },
  { value: 'rent', label: 'Tenant' },
];

const of = (input: TestInput) => testVersion({ inputs: [{ key: 'k', ...input }] });
const fieldOf = (input: TestInput, value?: FieldValue) =>
  formFields(of(input), value === undefined ? {} : { k: value })[0]!;

/** What a browser posts: every control and every hidden one, line breaks as CR LF. */
function post(version: VersionDetail, values: Record<string, FieldValue>, edits: Record<string, string> = {}) {
  const form = new URLSearchParams();
  for (const field of formFields(version, values)) {
    form.append(field.name, (edits[field.key] ?? field.value).replaceAll(/\r\n|\r|\n/g, '\r\n'));
    if (field.was !== null) form.append(`was.${field.key}`, field.was.replaceAll(/\r\n|\r|\n/g, '\r\n'));
  }
  return parseForm(version, new URLSearchParams(form.toString()));
}

const edited = (input: TestInput, value: FieldValue, text: string) => post(of(input), { k: value }, { k: text }).k;

describe('the form of a version', () => {
  test('has a field for everything but what preparation fills in, in the order of the description', () => {
    const version = testVersion({
      inputs: [
        { name: 'a', label: 'Debt', help: 'All of it', unit: 'ratio', display: percent, min: 0, max: 3, default: 0.33 },
        { name: 'b', hidden: true, role: 'mask' } as TestInput,
        {
          name: 'c',
          kind: 'text',
          datatype: 'BYTES',
          multiline: true,
          maxLength: 5000,
          default: '',
          sensitive: true,
          hidden: true,
        },
      ],
    });
    expect(formFields(version)).toEqual([
      {
        key: 'a',
        name: 'in.a',
        label: 'Debt',
        help: 'All of it',
        unit: '%',
        control: 'number',
        value: '33',
        was: null,
        choices: [],
        range: '0 to 300',
        scale: { min: 0, max: 300, step: null, typical: null },
        isSensitive: false,
        isHidden: false,
        maxLength: null,
        picture: null,
        series: null,
        tensor: null,
      },
      {
        key: 'c',
        name: 'in.c',
        label: 'X',
        help: null,
        unit: null,
        control: 'lines',
        value: '',
        was: null,
        choices: [],
        range: null,
        scale: null,
        isSensitive: true,
        isHidden: true,
        maxLength: 5000,
        picture: null,
        series: null,
        tensor: null,
      },
    ]);
  });

  test.each<[TestInput, string]>([
    [{ kind: 'number' }, 'number'],
    [{ kind: 'integer', datatype: 'INT64' }, 'number'],
    [{ kind: 'yes-no' }, 'choice'],
    [{ kind: 'category', datatype: 'BYTES', allowed: homes }, 'choice'],
    [{ kind: 'category', datatype: 'BYTES' }, 'text'],
    [{ kind: 'text', datatype: 'BYTES' }, 'text'],
    [{ kind: 'date', datatype: 'BYTES' }, 'date'],
    [{ kind: 'date', datatype: 'INT64' }, 'number'],
    [{ kind: 'image', datatype: 'UINT8', shape: ['N', 1, 8, 8] }, 'picture'],
    [{ kind: 'image', shape: ['N', 12] }, 'vector'],
    [{ kind: 'image', datatype: 'BYTES', shape: ['N', 3, 8, 8] }, 'tensor'],
    [{ kind: 'series', shape: ['N', 36] }, 'series'],
    [{ kind: 'series', shape: ['N', 36, 1] }, 'series'],
    [{ kind: 'series', shape: ['N', 'T'] }, 'series'],
    [{ kind: 'series', shape: ['N', 20_000] }, 'vector'],
    [{ kind: 'table', shape: ['N', 4, 3] }, 'table'],
    [{ kind: 'audio', shape: ['N', 100] }, 'vector'],
    [{ kind: 'tensor', shape: ['N', 1] }, 'tensor'],
    [{ kind: 'tensor', shape: ['N', 2, 3] }, 'tensor'],
    [{ kind: 'tensor', shape: null }, 'tensor'],
    [{ kind: 'tensor', datatype: 'BYTES', shape: ['N', 4] }, 'tensor'],
    [{ kind: 'number', shape: ['N', 4] }, 'vector'],
  ])('%j is a %s control', (input, control) => expect(fieldOf(input).control).toBe(control));

  test('an example is in it; what is missing or does not fit shows the default', () => {
    expect(fieldOf({ default: 1 }, 2).value).toBe('2');
    expect(fieldOf({ default: 1 }, 'much').value).toBe('1');
    expect(formFields(of({ default: 1 }), {})[0]?.value).toBe('1');
    const proto = testVersion({ inputs: [{ name: 'toString', default: 1 }] });
    expect(formFields(proto, {})[0]?.value).toBe('1');
  });

  test('a choice that is not known can stay', () => {
    const input: TestInput = { kind: 'category', datatype: 'BYTES', allowed: homes };
    expect(fieldOf(input, 'own').choices).toEqual([
      { value: 'own', label: 'Owner' },
      { value: 'rent', label: 'Tenant' },
    ]);
    const unseen = fieldOf(input, 'boat');
    expect(unseen.value).toBe('boat');
    expect(unseen.choices[2]).toEqual({ value: 'boat', label: 'boat (never seen by the model)' });
    expect(fieldOf({ kind: 'yes-no' }, true)).toMatchObject({
      value: 'true',
      choices: [{ label: 'Yes' }, { label: 'No' }],
    });
  });

  test.each<[TestInput, object | null]>([
    [{ shape: ['N', 28, 28, 1] }, { width: 28, height: 28, paper: 0, ink: 1, nesting: 'channel-last' }],
    [{ shape: ['N', 28, 20] }, { width: 20, height: 28, paper: 0, ink: 1, nesting: 'plain' }],
    [
      { shape: ['N', 1, 8, 8], min: 0, max: 16 },
      { width: 8, height: 8, paper: 0, ink: 16, nesting: 'channel-first' },
    ],
    [
      { shape: ['N', 1, 8, 8], preprocess: { scale: 1 / 255, mean: [0.5], std: [0.5] } },
      { width: 8, height: 8, paper: -1, ink: 1, nesting: 'channel-first' },
    ],
    [{ shape: ['N', 3, 28, 28] }, null],
    [{ shape: ['N', 1, 280, 280] }, null],
    [{ shape: ['N', 1, 'H', 'W'] }, null],
    [{ shape: ['N', 1, 28, 28], draw: false } as TestInput, null],
  ])('a picture of %j is drawn as %j', (input, drawing) =>
    expect(fieldOf({ kind: 'image', ...input }).picture?.drawing ?? null).toEqual(drawing),
  );

  test('pictures and lists are JSON, prefilled with their default', () => {
    expect(fieldOf({ kind: 'image', datatype: 'UINT8', shape: ['N', 1, 2, 2], default: 0 })).toMatchObject({
      value: '[[[0,0],[0,0]]]',
      help: null,
      range: null,
      picture: {
        ...{ width: 2, height: 2, channels: 1 },
        drawing: { width: 2, height: 2, paper: 0, ink: 255, nesting: 'channel-first' },
      },
    });
    expect(fieldOf({ kind: 'image', shape: ['N', 3, 224, 224], default: null }).value).toBe('0');
    expect(fieldOf({ kind: 'series', shape: ['N', 3], default: [1, 2.5, 3], min: 1, max: 4 })).toMatchObject({
      value: '[1,2.5,3]',
      range: '1 to 4',
      was: null,
      help: 'Takes 3 numbers',
      series: { length: 3, frequency: null, min: 1, max: 4 },
    });
    expect(fieldOf({ kind: 'tensor', shape: ['N', 2, 'T'] })).toMatchObject({
      help: 'Takes 2 × any numbers',
      tensor: { datatype: 'FP32', shape: [2, null], count: null, names: null },
    });
    const named: TestInput = { kind: 'tensor', shape: ['N', 2], names: ['a', 'b'] };
    expect(fieldOf(named).tensor?.names).toEqual(['a', 'b']);
    expect(fieldOf({ ...named, names: ['a', 'x'.repeat(201)] }).tensor?.names).toBeNull();
    expect(fieldOf({ ...named, names: ['a'] }).tensor?.names).toBeNull();
  });
});

describe('a form that comes back untouched asks for exactly what was in it', () => {
  const roundTrip = (input: TestInput, value: FieldValue) => {
    const version = of(input);
    const posted = post(version, { k: value });
    const { k } = readInputs(version, posted).values;
    expect(k).toEqual(readInputs(version, { k: value }).values.k);
  };

  test('numbers, however they are shown', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }),
        fc.option(
          fc.record({
            scale: fc.constantFrom(100, 0.001, 3, 12.5, 1e9),
            unit: fc.constantFrom('%', 'k', ''),
            decimals: fc.integer({ min: 0, max: 4 }),
          }),
          { nil: undefined },
        ),
        (value, display) => {
          roundTrip({ datatype: 'FP64', ...(display && { display }) }, value);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('whole numbers of any length', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.boolean(), (whole, hasDisplay) => {
        roundTrip({ kind: 'integer', datatype: 'INT64', ...(hasDisplay && { display: percent }) }, String(whole));
      }),
    );
  });

  test('texts of every script, line breaks and all', () => {
    const anyText = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !text.includes('\0'));
    const breaks = fc.array(fc.constantFrom('a', '\n', '\r\n', '\r', '\t', '"', '<b>')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(anyText, breaks), fc.boolean(), (text, multiline) => {
        roundTrip({ kind: 'text', datatype: 'BYTES', multiline }, text);
        roundTrip({ kind: 'category', datatype: 'BYTES', allowed: homes }, text);
        roundTrip({ kind: 'category', datatype: 'BYTES', allowed: [{ value: text, label: 'T' }] }, text);
      }),
    );
  });

  test('choices of every type, lists and files', () => {
    const codes = [1, 2.5].map((value) => ({ value, label: String(value) }));
    roundTrip({ kind: 'category', allowed: codes }, 2.5);
    roundTrip({ kind: 'category', allowed: codes }, 7);
    roundTrip({ kind: 'yes-no' }, false);
    roundTrip(
      { kind: 'yes-no', datatype: 'BYTES', allowed: homes.map((home, at) => ({ ...home, label: at ? 'No' : 'Yes' })) },
      true,
    );
    roundTrip({ kind: 'date', datatype: 'BYTES' }, '2024-02-29');
    roundTrip({ kind: 'tensor', datatype: 'INT64', shape: ['N', 2] }, ['9007199254740993', 1]);
    roundTrip({ kind: 'image', datatype: 'UINT8', shape: ['N', 3] }, { base64: 'AAEC' });
    roundTrip({ kind: 'image', datatype: 'UINT8', shape: ['N', 3] }, 7);
  });
});

describe('an edited field', () => {
  test('is taken in the unit it is shown in', () => {
    const input = { display: percent };
    expect(edited(input, 0.27906978, '28')).toBe(0.27906978);
    expect(edited(input, 0.27906978, '29')).toBe(0.29);
    expect(edited(input, 0.27906978, '33 %')).toBe(0.33);
    expect(edited({ step: 0.5 }, 1, '0.123')).toBe('0.123');
  });

  test('that is no number stays as it was typed, to be refused at its key', () => {
    const version = of({ display: percent });
    for (const typed of ['much', '', '1,234', 'NaN', '1e400', '🙂', '9'.repeat(5000)]) {
      const posted = post(version, { k: 0.5 }, { k: typed });
      expect(() => readInputs(version, posted)).toThrow(expect.objectContaining({ fields: { k: expect.any(String) } }));
    }
  });

  test('of JSON is parsed without losing digits; what is no JSON stays a text', () => {
    const list: TestInput = { kind: 'tensor', datatype: 'INT64', shape: ['N', 2] };
    expect(edited(list, [1, 2], '[9007199254740993, 5]')).toEqual([9007199254740993n, 5]);
    for (const typed of ['[1, 2', '', '1], [2', '9007199254740993 5', '[NaN, 1]', '['.repeat(100_000), '{"a":1}']) {
      const version = of(list);
      expect(() => readInputs(version, post(version, { k: [1, 2] }, { k: typed }))).toThrow(
        expect.objectContaining({ fields: { k: expect.any(String) } }),
      );
    }
  });

  test('of a list takes numbers however people part them', () => {
    const series: TestInput = { kind: 'series', shape: ['N', 3] };
    for (const typed of ['1.5, 2, 3', '1,5\n2\n3', '1.5\t2\t3', '1,5; 2; 3', '[1.5, 2, 3]']) {
      expect(edited(series, [0, 0, 0], typed)).toEqual([1.5, 2, 3]);
    }
    expect(() => readInputs(of(series), post(of(series), { k: [0, 0, 0] }, { k: '1\n\n3' }))).toThrow(
      expect.objectContaining({
        fields: { k: 'Value 2 (line 2) is empty. Give a number there: a list has no gaps.' },
      }),
    );
  });

  test('of lines has line feeds', () => {
    expect(edited({ kind: 'text', datatype: 'BYTES', multiline: true }, '', 'a\nb')).toBe('a\nb');
  });
});

describe('what a form may hold besides', () => {
  const version = of({ display: percent, default: 0.5 });
  const parse = (fields: [string, string][]) => parseForm(version, new URLSearchParams(fields));

  test('controls that are missing are left out, others are passed on to be refused by name', () => {
    expect(parse([])).toEqual({});
    expect(
      parse([
        ['in.other', 'x'],
        ['something', 'y'],
        ['was.k', '5'],
      ]),
    ).toEqual({ other: 'x' });
    expect(
      parse([
        ['in.k', '1'],
        ['in.k', '2'],
      ]),
    ).toEqual({ k: 0.01 });
    expect(
      Object.keys(
        parse([
          ['in.__proto__', 'x'],
          ['in.constructor', 'y'],
        ]),
      ),
    ).toEqual(['__proto__', 'constructor']);
  });

  test.each(['', '{', 'null', '[0.5]', '{"a":1}', '"28"', '1e999', '['.repeat(100_000), '0.5'.repeat(1_000_000)])(
    'a made-up exact value does not count',
    (was) => {
      expect(
        parse([
          ['in.k', '28'],
          ['was.k', was],
        ]),
      ).toEqual({ k: 0.28 });
    },
  );

  test('a hidden field is asked only when it is named', () => {
    const hidden = of({ hidden: true, default: 3 });
    expect(readInputs(hidden, parseForm(hidden, new URLSearchParams())).values).toEqual({ k: 3 });
  });
});

describe('the scale of a number', () => {
  const scaleOf = (input: TestInput) => fieldOf(input).scale;

  test('is in the display unit, with the range that is usual', () => {
    expect(scaleOf({ display: percent, min: 0, max: 3, step: 0.01, p05: 0.19, p95: 0.4401 })).toEqual({
      ...{ min: 0, max: 300, step: 1 },
      typical: { from: 19, to: 44, text: '19 to 44' },
    });
    expect(scaleOf({ kind: 'integer', datatype: 'INT64', min: 4, max: 72 })).toMatchObject({ step: 1, typical: null });
  });

  test('is none where an end is missing or there is nothing between them', () => {
    expect(scaleOf({ min: 0 })).toBeNull();
    expect(scaleOf({ min: 2, max: 2 })).toBeNull();
    expect(scaleOf({ display: percent, min: 0.001, max: 0.002 })).toBeNull();
    expect(scaleOf({ kind: 'category', datatype: 'BYTES', min: 0, max: 1 })).toBeNull();
  });
});
