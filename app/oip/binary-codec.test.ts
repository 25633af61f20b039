import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  binaryOutputs,
  decodeInferAnswer,
  decodeInferBody,
  encodeBinaryQuestion,
  encodeInferBody,
  rawInput,
} from './binary-codec.ts';
import { tensorFromValues } from './json-codec.ts';
import { isOipError } from './oip-error.ts';
import { DATATYPE_SIZES, type Datatype, type Tensor } from './tensor.ts';

const DATATYPES = Object.keys(DATATYPE_SIZES) as Datatype[];

/** Any bits of any datatype; every pattern of a half, a NaN with a payload and half a character among them. */
const anyTensor = fc
  .tuple(fc.constantFrom(...DATATYPES), fc.array(fc.nat(3), { maxLength: 4 }))
  .chain(([datatype, shape]) => {
    const count = shape.reduce((product, n) => product * n, 1);
    const size = DATATYPE_SIZES[datatype];
    const bytes =
      size === null
        ? fc.array(fc.uint8Array({ maxLength: 9 }), { minLength: count, maxLength: count }).map(texts)
        : fc.uint8Array({ minLength: count * size, maxLength: count * size, max: datatype === 'BOOL' ? 1 : 255 });
    return bytes.map((bytes): Omit<Tensor, 'name'> => ({ datatype, shape, bytes }));
  });
const someTensors = fc
  .array(anyTensor, { minLength: 1, maxLength: 4 })
  .map((tensors) => tensors.map((tensor, i): Tensor => ({ name: `t"${i}é`, ...tensor })));

function texts(parts: readonly Uint8Array[]): Uint8Array {
  const length = (part: Uint8Array) => new Uint8Array(Uint32Array.of(part.byteLength).buffer);
  return new Uint8Array(Buffer.concat(parts.flatMap((part) => [length(part), part])));
}

/** A body with its header, made by hand. */
function body(json: unknown, ...parts: Uint8Array[]): [Uint8Array, string] {
  const head = Buffer.from(JSON.stringify(json));
  return [Buffer.concat([head, ...parts]), String(head.byteLength)];
}

const input = (changes: object = {}) => ({
  name: 'x',
  datatype: 'FP32',
  shape: [2],
  parameters: { binary_data_size: 8 },
  ...changes,
});
const EIGHT = new Uint8Array(8);

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

describe('there and back', () => {
  it('P7 P16 P17 P18 brings every tensor of a question over, bit by bit', () => {
    fc.assert(
      fc.property(someTensors, fc.string(), (inputs, id) => {
        const sent = encodeBinaryQuestion({ inputs, id, outputs: ['y'] });
        const got = decodeInferBody(Buffer.from(sent.body), String(sent.headerLength));
        expect(got.id).toBe(id);
        expect(
          got.inputs.map(({ name, datatype, shape, bytes }) => ({ name, datatype, shape, bytes: [...bytes] })),
        ).toEqual(inputs.map(({ bytes, ...rest }) => ({ ...rest, bytes: [...bytes] })));
        expect(binaryOutputs(got)('y')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('P15 brings every tensor of an answer over, each in the form asked for', () => {
    fc.assert(
      fc.property(someTensors, fc.nat(15), (outputs, mask) => {
        const isBinary = (name: string) => {
          const i = Number(name[2]);
          const { datatype } = outputs[i]!;
          // Bits that are no value of JSON (half a character, a NaN's payload) go as binary.
          return ((mask >> i) & 1) === 1 || datatype.startsWith('FP') || datatype === 'BYTES';
        };
        const { body, headerLength } = encodeInferBody({ modelName: 'm', modelVersion: '1', outputs }, isBinary);
        const header = headerLength === null ? undefined : String(headerLength);
        const answer = decodeInferAnswer(Buffer.from(body), header);
        expect(answer.outputs.map((tensor) => [tensor.name, tensor.datatype, tensor.shape, [...tensor.bytes]])).toEqual(
          outputs.map((tensor) => [tensor.name, tensor.datatype, tensor.shape, [...tensor.bytes]]),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('P7 takes binary and JSON inputs side by side, in the order of the inputs', () => {
    const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
    const { inputs } = decodeInferBody(
      ...body(
        {
          inputs: [
            input({ name: 'a' }),
            { name: 'b', datatype: 'INT64', shape: [1], data: [5] },
            input({ name: 'c', shape: [1, 1], parameters: { binary_data_size: 4 } }),
          ],
        },
        floats(1, 2),
        floats(3),
      ),
    );
    expect([...new Float32Array(Uint8Array.from(inputs[0]!.bytes).buffer)]).toEqual([1, 2]);
    expect([...new Float32Array(Uint8Array.from(inputs[2]!.bytes).buffer)]).toEqual([3]);
    expect([...new BigInt64Array(inputs[1]!.bytes.buffer as ArrayBuffer)]).toEqual([5n]);
  });

  it('P7 copies nothing: an input is a view of the body', () => {
    const [bytes, header] = body({ inputs: [input()] }, EIGHT);
    const [tensor] = decodeInferBody(bytes, header).inputs;
    expect(tensor!.bytes.buffer).toBe(bytes.buffer);
  });

  it('P13 takes tensors without elements and scalars', () => {
    const none = input({ name: 'n', shape: [0, 7], parameters: { binary_data_size: 0 } });
    const scalar = input({ name: 's', shape: [], parameters: { binary_data_size: 4 } });
    const { inputs } = decodeInferBody(...body({ inputs: [none, scalar] }, new Uint8Array(4)));
    expect(inputs.map(({ bytes }) => bytes.byteLength)).toEqual([0, 4]);
    const huge = input({ shape: [0, 2 ** 52, 2 ** 52], parameters: { binary_data_size: 0 } });
    expect(decodeInferBody(...body({ inputs: [huge] })).inputs[0]!.bytes.byteLength).toBe(0);
  });
});

describe('P13 lies', () => {
  test.each<[string, object, number, string]>([
    ['more than is left', { shape: [4], parameters: { binary_data_size: 16 } }, 8, 'of 16, and 8 bytes are left'],
    ['not what the shape takes', { shape: [3] }, 8, 'has 8 bytes, and its shape takes 12'],
    ['negative', { parameters: { binary_data_size: -8 } }, 8, 'binary_data_size that is not a whole number'],
    ['a fraction', { parameters: { binary_data_size: 7.5 } }, 8, 'binary_data_size that is not a whole number'],
    ['a text', { parameters: { binary_data_size: '8' } }, 8, 'binary_data_size that is not a whole number'],
    ['beyond every number', { parameters: { binary_data_size: 1e300 } }, 8, 'binary_data_size that is not a whole'],
    ['null', { parameters: { binary_data_size: null } }, 8, 'binary_data_size that is not a whole number'],
    ['data too', { data: [1, 2] }, 8, 'has both data and binary data'],
    ['overflowing dimensions', { shape: [2 ** 40, 2 ** 40] }, 8, 'has a shape too large for any machine'],
    ['dimensions whose bytes overflow', { shape: [2 ** 52] }, 8, 'has 8 bytes, and its shape takes'],
    ['negative dimensions', { shape: [-2] }, 8, 'has a shape that is not made of whole numbers'],
    ['a BOOL of 2', { datatype: 'BOOL', shape: [8] }, 8, 'has a BOOL that is neither 0 nor 1'],
    ['no shape', { shape: null }, 8, 'has no shape'],
  ])('%s', (...row) => {
    const [what, changes, size, words] = row;
    const bytes = new Uint8Array(size).fill(what === 'a BOOL of 2' ? 2 : 0);
    expect(refusalOf(() => decodeInferBody(...body({ inputs: [input(changes)] }, bytes)))).toMatch(
      new RegExp(`^400 The input "x" .*${words}`),
    );
  });

  it('bytes left over', () => {
    expect(refusalOf(() => decodeInferBody(...body({ inputs: [input()] }, EIGHT, EIGHT)))).toBe(
      '400 The body has 8 bytes that belong to no input.',
    );
  });

  it('a header that is no length, or one of more than there is', () => {
    const [bytes] = body({ inputs: [input()] }, EIGHT);
    for (const header of ['', '-1', '1e3', '0x10', 'abc', '1.5', '9'.repeat(30)]) {
      expect(
        refusalOf(() => decodeInferBody(bytes, header)),
        header,
      ).toMatch(/^400 The Inference-Header-Content-Length/);
    }
    const longer = String(bytes.byteLength + 1);
    expect(refusalOf(() => decodeInferBody(bytes, longer))).toContain(`is ${longer}, and the body has`);
  });

  it('a header that cuts the JSON short or reaches into the bytes', () => {
    const [bytes, header] = body({ inputs: [input()] }, EIGHT);
    for (const off of [-3, 3]) {
      expect(refusalOf(() => decodeInferBody(bytes, String(Number(header) + off)))).toMatch(
        /^400 The body is not valid/,
      );
    }
  });

  it('binary_data_size without a header', () => {
    const text = Buffer.from(JSON.stringify({ inputs: [input()] }));
    expect(refusalOf(() => decodeInferBody(text, undefined))).toMatch(/no header says how long the JSON is/);
  });

  test.each([
    ['ends in its length', [1, 0, 0], 'ends in the middle of a text'],
    ['ends in its text', [5, 0, 0, 0, 65], 'ends in the middle of a text'],
    ['claims 4 GB', [255, 255, 255, 255, 65], 'ends in the middle of a text'],
    ['one too few', [0, 0, 0, 0], 'has 1 texts, and its shape takes 2'],
    ['one too many', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 'has 3 texts, and its shape takes 2'],
  ])('texts: %s', (_what, list, words) => {
    const bytes = Uint8Array.from(list);
    const lying = input({ datatype: 'BYTES', parameters: { binary_data_size: bytes.byteLength } });
    expect(refusalOf(() => decodeInferBody(...body({ inputs: [lying] }, bytes)))).toContain(words);
  });

  it("an engine's answer that lies is a 502", () => {
    const lying = { model_name: 'm', outputs: [input({ parameters: { binary_data_size: 16 } })] };
    expect(refusalOf(() => decodeInferAnswer(...body(lying, EIGHT)))).toMatch(/^502 /);
    const more = { model_name: 'm', outputs: [input()] };
    expect(refusalOf(() => decodeInferAnswer(...body(more, EIGHT, EIGHT)))).toMatch(/^502 .*belong to no output/);
  });
});

describe('which outputs are binary', () => {
  const ask = (outputs: unknown, parameters: object = {}) =>
    binaryOutputs(decodeInferBody(Buffer.from(JSON.stringify({ inputs: [], outputs, parameters })), undefined));

  it('P15 what one output says goes before what the question says of all', () => {
    const some = [
      { name: 'a', parameters: { binary_data: true } },
      { name: 'b', parameters: { binary_data: false } },
      { name: 'c' },
    ];
    expect(['a', 'b', 'c'].map(ask(some))).toEqual([true, false, false]);
    expect(['a', 'b', 'c'].map(ask(some, { binary_data_output: true }))).toEqual([true, false, true]);
    expect(['a'].map(ask(undefined, { binary_data_output: true }))).toEqual([true]);
    expect(['a'].map(ask(undefined, { binary_data_output: 'yes' }))).toEqual([false]);
  });

  it('P16 FP16 is refused as JSON and sent as binary', () => {
    const half = tensorFromValues({ name: 'h', datatype: 'FP16', shape: [1], values: [1.5] });
    const answer = { modelName: 'm', outputs: [half] };
    expect(refusalOf(() => encodeInferBody(answer, () => false))).toMatch(/^400 The output "h" is FP16/);
    expect(encodeInferBody(answer, () => true).headerLength).toBeGreaterThan(0);
  });
});

describe('P14 a body that is one input', () => {
  const spec = (shape: number[], datatype: Datatype = 'FP32') => [{ name: 'x', datatype, shape }];

  test.each<[number[], number, number[]]>([
    [[-1, 4], 32, [2, 4]],
    [[2, 4], 32, [2, 4]],
    [[-1], 12, [3]],
    [[], 4, []],
    [[-1, 4], 0, [0, 4]],
  ])('%j of %i bytes is %j', (shape, size, expected) => {
    expect(rawInput(spec(shape), new Uint8Array(size)).shape).toEqual(expected);
  });

  it('is one text for BYTES', () => {
    const { shape, bytes } = rawInput(spec([-1, 1], 'BYTES'), Buffer.from('héllo'));
    expect(shape).toEqual([1, 1]);
    expect(Buffer.from(bytes).toString('latin1')).toBe(`\u0006\0\0\0${Buffer.from('héllo').toString('latin1')}`);
  });

  test.each<[{ name: string; datatype: Datatype; shape: number[] }[], number, string]>([
    [spec([-1, 4]), 30, 'takes a multiple of 16 bytes, and the body has 30'],
    [spec([2, 4]), 31, 'takes 32 bytes, and the body has 31'],
    [spec([-1, -1]), 16, 'has 2 open dimensions'],
    [spec([-1, 0]), 16, 'takes a multiple of 0 bytes, and the body has 16'],
    [spec([2], 'BYTES'), 3, 'takes more than one text'],
    [[...spec([1]), ...spec([1])], 4, 'is for models of one input, and this one has 2'],
    [[], 4, 'is for models of one input, and this one has 0'],
  ])('%j and %i bytes: refused', (specs, size, words) => {
    expect(refusalOf(() => rawInput(specs, new Uint8Array(size)))).toContain(words);
  });
});
