/// <reference lib="esnext.float16" />
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeInferRequest,
  decodeInferResponse,
  encodeInferRequest,
  encodeInferResponse,
  tensorFromValues,
  tensorValues,
} from './json-codec.ts';
import { isOipError } from './oip-error.ts';
import { DATATYPE_SIZES, type Datatype, type Tensor } from './tensor.ts';

const SAMPLES = new URL('../../e2e/fixtures/samples/', import.meta.url);

function ask(input: unknown): Tensor {
  const [tensor] = decodeInferRequest(JSON.stringify({ inputs: [input] })).inputs;
  return tensor!;
}

function values(input: unknown) {
  return tensorValues(ask(input));
}

/** Status and sentence of a refusal. */
function refusalOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (isOipError(error)) return `${error.status} ${error.message}`;
    throw error;
  }
  return 'was not refused';
}

const refusal = (input: unknown) => refusalOf(() => ask(input));
const bodyRefusal = (text: string | Uint8Array) => refusalOf(() => decodeInferRequest(text));

const x = (changes: object) => ({ name: 'x', datatype: 'FP32', shape: [2], data: [1, 2], ...changes });

/** Any element of a datatype, as a value read from a tensor. */
const ELEMENTS: Record<Datatype, fc.Arbitrary<unknown>> = {
  BOOL: fc.boolean(),
  UINT8: fc.integer({ min: 0, max: 255 }),
  UINT16: fc.integer({ min: 0, max: 65_535 }),
  UINT32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  UINT64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  INT8: fc.integer({ min: -128, max: 127 }),
  INT16: fc.integer({ min: -32_768, max: 32_767 }),
  INT32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  INT64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  // Every half there is; of the many NaNs one, as JSON has only one.
  FP16: fc
    .integer({ min: 0, max: 0xffff })
    .map((bits) => new Float16Array(Uint16Array.of(bits).buffer)[0]!)
    .map((half) => (Number.isNaN(half) ? Number.NaN : half)),
  FP32: fc.float(),
  FP64: fc.double(),
  BYTES: fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
};

const anyTensor = fc
  .tuple(fc.constantFrom(...(Object.keys(DATATYPE_SIZES) as Datatype[])), fc.array(fc.nat(3), { maxLength: 4 }))
  .chain(([datatype, shape]) => {
    const count = shape.reduce((product, n) => product * n, 1);
    const list = fc.array(ELEMENTS[datatype], { minLength: count, maxLength: count });
    return list.map((items) => tensorFromValues({ name: 't"\n', datatype, shape, values: items as number[] }));
  });

describe('round trips', () => {
  it('brings every tensor of an answer back unchanged, bit by bit', () => {
    fc.assert(
      fc.property(anyTensor, (tensor) => {
        const text = encodeInferResponse({ modelName: 'm', modelVersion: '3', id: 'é', outputs: [tensor] });
        const answer = decodeInferResponse(text);
        expect(answer).toMatchObject({ modelName: 'm', modelVersion: '3', id: 'é' });
        expect(answer.outputs).toEqual([tensor]);
      }),
      { numRuns: 500 },
    );
  });

  it('brings every tensor of a question over unchanged, but for FP16, which is refused on both sides', () => {
    fc.assert(
      fc.property(anyTensor, (tensor) => {
        if (tensor.datatype === 'FP16') {
          expect(refusalOf(() => encodeInferRequest({ inputs: [tensor] }))).toMatch(/^400 .*FP16/);
          return;
        }
        const text = encodeInferRequest({ inputs: [tensor], outputs: ['y'], id: '7' });
        expect(decodeInferRequest(Buffer.from(text))).toEqual({ id: '7', inputs: [tensor], outputs: [{ name: 'y' }] });
      }),
      { numRuns: 500 },
    );
  });

  it('gives values that make the same tensor again', () => {
    fc.assert(
      fc.property(anyTensor, (tensor) => {
        const { name, datatype, shape } = tensor;
        expect(tensorFromValues({ name, datatype, shape, values: tensorValues(tensor) })).toEqual(tensor);
      }),
    );
  });

  it('reads a tensor whose bytes start at an odd place of a larger buffer', () => {
    const shifted = new Uint8Array(9).subarray(1);
    new DataView(shifted.buffer, 1).setBigInt64(0, 5n, true);
    expect(tensorValues({ name: 'x', datatype: 'INT64', shape: [1], bytes: shifted })).toEqual([5n]);
  });

  it('keeps what a NaN is and the sign of zero', () => {
    const tensor = tensorFromValues({ name: 'x', datatype: 'FP64', shape: [3], values: [Number.NaN, -0, -Infinity] });
    const text = encodeInferResponse({ modelName: 'm', outputs: [tensor] });
    expect(text).toContain('"data":["NaN",-0,"-Infinity"]');
    expect(() => JSON.parse(text)).not.toThrow();
  });
});

describe('how an answer is written', () => {
  it('writes an FP32 as a short decimal', () => {
    const tensor = tensorFromValues({
      name: 'p',
      datatype: 'FP32',
      shape: [4],
      values: [0.1, 1 / 3, 16_777_216, 1e-7],
    });
    const { data } = JSON.parse(encodeInferResponse({ modelName: 'm', outputs: [tensor] })).outputs[0];
    expect(data).toEqual([0.1, 0.33333334, 16_777_216, 1e-7]);
  });

  it('never needs more than nine digits for an FP32', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const tensor = tensorFromValues({ name: 'p', datatype: 'FP32', shape: [1], values: [value] });
        const [, written = ''] =
          /"data":\[-?([^\]]*)\]/.exec(encodeInferResponse({ modelName: 'm', outputs: [tensor] })) ?? [];
        const digits = written
          .replace(/e.*/, '')
          .replace('.', '')
          .replace(/^0+|0+$/g, '');
        expect(digits.length).toBeLessThanOrEqual(9);
      }),
      { numRuns: 2000 },
    );
  });

  it('writes whole numbers of 64 bits with all their digits, booleans as such, and names as JSON', () => {
    const outputs = [
      tensorFromValues({ name: 'n"', datatype: 'INT64', shape: [1], values: [9_223_372_036_854_775_807n] }),
      tensorFromValues({ name: 'b', datatype: 'BOOL', shape: [2], values: [true, 0] }),
    ];
    expect(encodeInferResponse({ modelName: 'm', outputs })).toBe(
      '{"model_name":"m","outputs":[{"name":"n\\"","datatype":"INT64","shape":[1],"data":[9223372036854775807]},' +
        '{"name":"b","datatype":"BOOL","shape":[2],"data":[true,false]}]}',
    );
  });
});

describe('what a question may look like', () => {
  it('takes flat and nested data, scalars and shapes without elements', () => {
    expect(values(x({ shape: [2, 1, 2], data: [[[1, 2]], [[3, 4]]] }))).toEqual([1, 2, 3, 4]);
    expect(values(x({ shape: [2, 1, 2], data: [1, 2, 3, 4] }))).toEqual([1, 2, 3, 4]);
    expect(values(x({ shape: [], data: 7 }))).toEqual([7]);
    expect(values(x({ shape: [], data: [7] }))).toEqual([7]);
    expect(values(x({ shape: [0, 3], data: [] }))).toEqual([]);
    expect(values(x({ shape: [2, 0], data: [[], []] }))).toEqual([]);
    expect(values(x({ shape: [...Array(30).fill(Number.MAX_SAFE_INTEGER), 0], data: [] }))).toEqual([]);
  });

  it('takes whole numbers of 64 bits without loss, as numbers and as strings of digits', () => {
    const text =
      '{"inputs":[{"name":"n","datatype":"INT64","shape":[4],"data":[9007199254740993,-9223372036854775808,5,"9223372036854775807"]}]}';
    expect(tensorValues(decodeInferRequest(text).inputs[0]!)).toEqual([
      9007199254740993n,
      -(2n ** 63n),
      5n,
      2n ** 63n - 1n,
    ]);
    const nested = '{"inputs":[{"name":"n","datatype":"UINT64","shape":[2,1],"data":[[18446744073709551615],[0]]}]}';
    expect(tensorValues(decodeInferRequest(nested).inputs[0]!)).toEqual([2n ** 64n - 1n, 0n]);
  });

  it('reads long numbers of other inputs right beside one of 64 bits', () => {
    const text =
      '{"inputs":[{"name":"n","datatype":"INT64","shape":[1],"data":[9007199254740993]},' +
      '{"name":"f","datatype":"FP64","shape":[2],"data":[12345678901234567890,0.1234567890123456]}]}';
    expect(tensorValues(decodeInferRequest(text).inputs[1]!)).toEqual([
      Number(12345678901234567890n),
      0.1234567890123456,
    ]);
  });

  it('takes NaN and infinities as strings for FP datatypes, true, false, 0 and 1 for BOOL', () => {
    expect(values(x({ shape: [3], data: ['NaN', 'Infinity', '-Infinity'] }))).toEqual([NaN, Infinity, -Infinity]);
    expect(values(x({ datatype: 'BOOL', shape: [4], data: [true, false, 0, 1] }))).toEqual([true, false, false, true]);
  });

  it('keeps id, parameters and the outputs asked for, and takes null for what is absent', () => {
    const body = {
      id: 'a',
      parameters: { priority: 1 },
      inputs: [x({ parameters: { content_type: 'np' } })],
      outputs: [{ name: 'y', parameters: { binary_data: false } }],
    };
    expect(decodeInferRequest(JSON.stringify(body))).toMatchObject(
      body.id ? { id: 'a', parameters: { priority: 1 } } : {},
    );
    expect(decodeInferRequest(JSON.stringify(body)).inputs[0]?.parameters).toEqual({ content_type: 'np' });
    expect(decodeInferRequest(JSON.stringify(body)).outputs).toEqual(body.outputs);
    const nulls = { id: null, parameters: null, outputs: null, inputs: [x({ parameters: null })] };
    expect(decodeInferRequest(JSON.stringify(nulls))).toEqual({ inputs: [ask(x({}))] });
  });

  it('takes texts as they are: emoji, markup, nothing, ten megabytes', () => {
    const texts = ['😀', '<script>alert(1)</script>', '', 'a'.repeat(10 << 20)];
    expect(values({ name: 't', datatype: 'BYTES', shape: [4], data: texts })).toEqual(texts);
  });

  it('reads every recorded question of the samples, and every recorded answer', () => {
    for (const model of ['mortgage-approval', 'german-credit', 'digits', 'review-sentiment', 'co2-forecast']) {
      const recorded = JSON.parse(readFileSync(new URL(`${model}/expected.json`, SAMPLES), 'utf8'));
      for (const { request, expected } of recorded.cases) {
        const question = decodeInferRequest(JSON.stringify(request));
        expect(question.inputs.map(({ name }) => name)).toEqual(request.inputs.map((input: Tensor) => input.name));
        expect(decodeInferResponse(JSON.stringify(expected)).outputs).toHaveLength(expected.outputs.length);
      }
    }
  });
});

describe('what is refused', () => {
  it.each([
    ['', '400 The body is not valid JSON.'],
    ['[]', '400 The body must be a JSON object.'],
    ['null', '400 The body must be a JSON object.'],
    ['{}', '400 The body must have a list "inputs".'],
    ['{"inputs":{}}', '400 The body must have a list "inputs".'],
    ['{"inputs":[3]}', '400 Every input must be an object with name, shape, datatype and data.'],
    ['{"inputs":[{}]}', '400 An input has no name.'],
    ['{"id":5,"inputs":[]}', '400 The "id" must be a text.'],
    ['{"inputs":[],"outputs":"y"}', '400 The "outputs" must be a list.'],
    ['{"inputs":[],"outputs":["y"]}', '400 Every one of the "outputs" must be an object with a name.'],
    ['{"inputs":[],"parameters":[]}', '400 The body has "parameters" that are not an object.'],
    [
      '{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[NaN]}]}',
      '400 The body is not valid JSON: write NaN and infinities as the strings "NaN", "Infinity" and "-Infinity".',
    ],
  ])('%s', (text, sentence) => {
    expect(bodyRefusal(text)).toBe(sentence);
  });

  it.each([
    [{ datatype: undefined }, 'has no datatype'],
    [{ datatype: 'FP8' }, 'has the datatype "FP8", which is not one of the protocol\'s'],
    [{ datatype: 'toString' }, 'has the datatype "toString", which is not one of the protocol\'s'],
    [{ datatype: 'FP16' }, 'is FP16, which JSON cannot carry: send it as binary data, or send FP32'],
    [{ shape: undefined }, 'has no shape'],
    [{ shape: [-1, 2] }, 'has a shape that is not made of whole numbers from 0 on'],
    [{ shape: [1.5] }, 'has a shape that is not made of whole numbers from 0 on'],
    [{ shape: ['2'] }, 'has a shape that is not made of whole numbers from 0 on'],
    [{ shape: Array(40).fill(1) }, 'has more than 32 dimensions'],
    [{ shape: [2 ** 40, 2 ** 40] }, 'has a shape too large for any machine'],
    [{ shape: [1e12] }, 'has 2 values, and its shape [1000000000000] takes 1000000000000'],
    [{ shape: [3] }, 'has 2 values, and its shape [3] takes 3'],
    [{ shape: [1] }, 'has 2 values, and its shape [1] takes 1'],
    [{ data: undefined }, 'has no data'],
    [{ data: 5 }, 'has data that is not a list'],
    [{ shape: [2, 1], data: [[1, 2]] }, 'is not nested as its shape [2,1] is'],
    [{ shape: [2, 2], data: [[1, 2], [3]] }, 'is not nested as its shape [2,2] is'],
    [{ shape: [2, 2], data: [[1, 2], 3] }, 'is not nested as its shape [2,2] is'],
    [{ shape: [], data: [[1]] }, 'is nested, though its shape [] is that of a single value'],
    [{ data: [1, [2]] }, 'does not fit: a list is not a number (value 2 of 2)'],
    [{ data: [1, null] }, 'does not fit: null is not a number (value 2 of 2)'],
    [{ data: ['1', 2] }, 'does not fit: "1" is not a number (value 1 of 2)'],
    [{ data: [1, 3.5e38] }, 'does not fit: 3.5e+38 is too large for FP32 (value 2 of 2)'],
    [
      { datatype: 'INT8', data: [0, 128] },
      'does not fit: 128 is outside INT8, which goes from -128 to 127 (value 2 of 2)',
    ],
    [
      { datatype: 'UINT32', data: [0.5, 1] },
      'does not fit: 0.5 is not a whole number, and UINT32 takes only those (value 1 of 2)',
    ],
    [{ datatype: 'INT64', data: [1, 'x'] }, 'does not fit: "x" is not a whole number (value 2 of 2)'],
    [{ datatype: 'INT64', data: [1, ''] }, 'does not fit: "" is not a whole number (value 2 of 2)'],
    [
      { datatype: 'UINT64', data: [1, '-1'] },
      'does not fit: "-1" is outside UINT64, which goes from 0 to 18446744073709551615 (value 2 of 2)',
    ],
    [{ datatype: 'BOOL', data: [2, true] }, 'does not fit: 2 is not true or false (value 1 of 2)'],
    [{ datatype: 'BYTES', data: ['a', 5] }, 'does not fit: 5 is not a text (value 2 of 2)'],
    [
      { datatype: 'BYTES', data: ['a', '\ud800'] },
      'does not fit: "\\ud800" holds half a character (a lone surrogate) (value 2 of 2)',
    ],
    [{ parameters: 5 }, 'has "parameters" that are not an object'],
  ])('%j', (changes, words) => {
    expect(refusal(x(changes))).toBe(`400 The input "x" ${words}.`);
  });

  it.each(['FP32', 'FP64', 'INT32', 'INT64'])('1e400 for %s, in the words of the request', (datatype) => {
    const text = `{"inputs":[{"name":"x","datatype":"${datatype}","shape":[2],"data":[1,1e400]}]}`;
    const fault = datatype.startsWith('FP') ? `is too large for ${datatype}` : `is outside ${datatype}`;
    expect(bodyRefusal(text)).toContain(`400 The input "x" does not fit: 1e400 ${fault}`);
  });

  it('a number that has lost digits for want of a form without point or exponent', () => {
    const text = '{"inputs":[{"name":"x","datatype":"INT64","shape":[1],"data":[1.2345678901234567e18]}]}';
    expect(bodyRefusal(text)).toContain('may have lost digits');
  });

  it('the same input twice, a body that is not UTF-8, and nesting without end', () => {
    expect(bodyRefusal(JSON.stringify({ inputs: [x({}), x({})] }))).toBe('400 The input "x" is given twice.');
    expect(bodyRefusal(Uint8Array.of(0x7b, 0xff, 0x7d))).toBe('400 The body is not valid UTF-8.');
    const deep = `{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":${'['.repeat(1e6)}${']'.repeat(1e6)}}]}`;
    expect(bodyRefusal(deep)).toMatch(/^400 /);
  });

  it('a long name is cut in the sentence', () => {
    expect(refusal(x({ name: 'n'.repeat(5000), data: [] })).length).toBeLessThan(200);
  });

  it("an engine's answer that is none, as 502", () => {
    expect(refusalOf(() => decodeInferResponse('<html>'))).toBe("502 The engine's answer is not valid JSON.");
    expect(refusalOf(() => decodeInferResponse('{}'))).toBe('502 The engine answered without outputs.');
    expect(refusalOf(() => decodeInferResponse('{"outputs":[{"name":"y"}]}'))).toBe(
      '502 The output "y" has no datatype.',
    );
  });

  it('values that do not fit a tensor', () => {
    const give = (given: object) =>
      refusalOf(() => tensorFromValues({ name: 'x', datatype: 'INT8', shape: [1], values: [1], ...given }));
    expect(give({ values: [] })).toBe('400 The tensor "x" has 0 values, and its shape [1] takes 1.');
    expect(give({ values: [300] })).toContain('300 is outside INT8');
    expect(give({ values: [Number.NaN] })).toContain('NaN is not a whole number');
    expect(give({ datatype: 'FP32', values: [1e39] })).toContain('1e+39 is too large for FP32');
  });
});
