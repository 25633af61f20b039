import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainLoadError, readFacts, readModel, refuseUnservable, repairLocale, repairZipMap } from './index.ts';
import { buildModel, type GraphSpec } from './testing.ts';
import { bigModel, goodModel, slowModel } from './testing-models.ts';

function sample(path: string): Uint8Array {
  return readFileSync(new URL(`../../models/${path}/model.onnx`, import.meta.url));
}

/** Code and sentence of a refusal. */
function refusalOf(bytes: Uint8Array): string {
  try {
    readModel(bytes);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code} ${message}`;
  }
  return 'was read';
}

function zip(name: string): Uint8Array {
  return Buffer.concat([Buffer.from('504b0304140000000800', 'hex'), Buffer.alloc(20), Buffer.from(name)]);
}

describe('reading a file', () => {
  it('tells versions, producer, metadata and what is used', () => {
    const model = readModel(sample('doc-orientation/1'));
    expect(model.irVersion).toBe(10);
    expect(model.opsets).toEqual([{ domain: '', version: 15 }]);
    expect(model.metadata.character).toBe('0\n90\n180\n270');
    expect(model.operators).toContain('Conv');
    expect(readModel(sample('mortgage-flat/1'))).toMatchObject({
      producer: 'skl2onnx',
      operators: ['Cast', 'ai.onnx.ml.LinearClassifier', 'ai.onnx.ml.Scaler', 'ai.onnx.ml.ZipMap'],
    });
  });

  it('looks into the bodies of loops for operators and weights', () => {
    expect(readModel(slowModel()).operators).toEqual(['Add', 'Identity', 'Loop']);
    const body: GraphSpec = {
      outputs: [{ name: 'o', type: 'FLOAT' }],
      nodes: [{ op: 'Identity', inputs: ['w'], outputs: ['o'] }],
      initializers: [{ name: 'w', type: 'FLOAT', shape: [1], external: { location: 'inside.bin' } }],
    };
    const constant = { tensor: { type: 'FLOAT', shape: [1], external: { location: 'constant.bin' } } } as const;
    const model = goodModel({
      nodes: [
        { op: 'If', inputs: ['x'], outputs: ['y'], attributes: { then_branch: { graph: body } } },
        { op: 'Constant', outputs: ['c'], attributes: { value: constant } },
      ],
    });
    expect(readModel(model).externalFiles).toEqual(['constant.bin', 'inside.bin']);
  });

  it('steps over weights without decoding or copying them', () => {
    const bytes = bigModel(64 << 20);
    const before = process.memoryUsage().arrayBuffers;
    const model = readModel(bytes);
    expect(readFacts(model).inputs).toHaveLength(1);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20);
  });

  it('leaves out metadata that is data', () => {
    const { metadata } = readModel(goodModel({ metadata: { small: 'a', large: 'b'.repeat(100_000) } }));
    expect(metadata).toEqual({ small: 'a' });
  });
});

describe('a file that is no ONNX file', () => {
  it.each([
    ['nothing', new Uint8Array(0), 'The model file is empty.'],
    ['a web page', Buffer.from('\n<!DOCTYPE html><html>'), 'This is a web page'],
    ['a pickle', Buffer.from('80049512000000000000008c', 'hex'), 'This is a Python pickle, not an ONNX file. Export'],
    ['a joblib pickle', Buffer.from('\x80\x04\x95\x8c\x1fsklearn.linear_model', 'latin1'), 'made by joblib'],
    ['a compressed joblib file', Buffer.from('789c6b6099ca', 'hex'), 'a compressed Python object'],
    ['an old PyTorch file', Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex'), 'This is a PyTorch file'],
    ['a PyTorch file', zip('archive/data.pkl'), 'This is a PyTorch file'],
    ['a Keras file', zip('metadata.json'), 'This is a Keras file'],
    ['a NumPy archive', zip('x.npy'), 'This is a NumPy archive'],
    ['any other zip', zip('model/model.onnx'), 'This is a zip archive'],
    ['an HDF5 file', Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'), 'This is an HDF5 file'],
    ['a gzip', Buffer.from('1f8b0800', 'hex'), 'This is a gzip archive'],
    ['a PNG', Buffer.from('89504e470d0a1a0a', 'hex'), 'This is a PNG'],
    ['JSON', Buffer.from('{"learner": {}}'), 'This is a JSON file'],
    ['a git pointer', Buffer.from('version https://git-lfs.github.com/spec/v1\noid'), 'This is a Git LFS pointer'],
    ['a TensorFlow SavedModel', Buffer.from('080112f8010a', 'hex'), 'This looks like a TensorFlow SavedModel'],
    ['an ORT file', Buffer.from('\x1c\0\0\0ORTM', 'latin1'), "This is ONNX Runtime's own format"],
    ['a TensorFlow Lite file', Buffer.from('\x1c\0\0\0TFL3', 'latin1'), 'This is a TensorFlow Lite file'],
    ['text', Buffer.from('hello'), 'This is a text file'],
    ['text cut in the middle of a character', Buffer.from(`a${'é'.repeat(400)}`), 'This is a text file'],
    ['zeros', new Uint8Array(1000), 'This is not an ONNX file.'],
    ['noise', Buffer.from('c3f1a9e2b7', 'hex'), 'This is not an ONNX file.'],
    ['one byte', Uint8Array.of(8), 'This is not an ONNX file.'],
  ])('%s', (_, bytes, words) => {
    const refusal = refusalOf(bytes);
    expect(refusal).toMatch(/^FL_CHECK_NOT_ONNX /);
    expect(refusal).toContain(words);
  });
});

describe('a damaged file', () => {
  it('is refused as one wherever it is cut, but for the last bytes, without which it may still be whole', () => {
    const bytes = sample('mortgage-flat/1');
    for (let length = 0; length < bytes.length - 20; length++) {
      expect(refusalOf(bytes.subarray(0, length)), `cut after ${length}`).toMatch(
        length < 12 ? /^FL_CHECK_(NOT_ONNX|TRUNCATED) / : /^FL_CHECK_TRUNCATED /,
      );
    }
  });

  it('is refused when a large one is cut in the middle of its weights', () => {
    const bytes = sample('doc-orientation/1');
    expect(refusalOf(bytes.subarray(0, 4_000_000))).toMatch(/^FL_CHECK_TRUNCATED .*cut off or damaged/);
  });

  it('is refused when weights are shorter than their shape', () => {
    const weights = { name: 'w', type: 'FLOAT', shape: [1000, 1000], raw: new Uint8Array(400) } as const;
    expect(refusalOf(goodModel({ initializers: [weights] }))).toMatch(/TRUNCATED/);
  });

  it('is refused when there is no graph, no opset, or a second graph', () => {
    const good = goodModel();
    expect(refusalOf(Uint8Array.of(8, 8, 0x12, 1, 0x61))).toMatch(/^FL_CHECK_TRUNCATED/);
    expect(refusalOf(goodModel({ opset: {} }))).toMatch(/^FL_CHECK_TRUNCATED/);
    expect(refusalOf(Buffer.concat([good, good]))).toMatch(/^FL_CHECK_CANNOT_LOAD .*more than one graph/);
  });

  it('is refused when its branches are nested deeper than ONNX Runtime goes', () => {
    const nested = (depth: number): GraphSpec => ({
      outputs: [{ name: 'o', type: 'FLOAT' }],
      nodes: depth === 0 ? [] : [{ op: 'If', attributes: { then_branch: { graph: nested(depth - 1) } } }],
    });
    expect(refusalOf(buildModel(nested(32)))).toBe('was read');
    expect(refusalOf(buildModel(nested(33)))).toMatch(/^FL_CHECK_CANNOT_LOAD .*nested too deep/);
    expect(refusalOf(buildModel(nested(300)))).toMatch(/^FL_CHECK_CANNOT_LOAD/);
  });

  it('never brings the reader down, whatever bytes are changed', () => {
    const originals = ['mortgage-flat/1', 'recidivism/1', 'digits/1'].map(sample);
    const changes = fc.array(fc.tuple(fc.nat(4000), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...originals), changes, (original, places) => {
        const bytes = Uint8Array.from(original);
        for (const [at, value] of places) bytes[at % bytes.length] = value;
        expect(codeOfReading(bytes)).toMatch(/^(read|FL_CHECK_[A-Z_]+)$/);
      }),
      { numRuns: 3000 },
    );
  });
});

/** Everything the checking child does with a file before it is loaded. */
function codeOfReading(bytes: Uint8Array): string {
  try {
    const model = readModel(bytes);
    readFacts(model);
    repairLocale(model);
    const repair = repairZipMap(model);
    if (repair) readFacts(readModel(repair.bytes));
    refuseUnservable(model);
    return 'read';
  } catch (error) {
    return (error as { code?: string }).code ?? String((error as Error).stack);
  }
}

describe('explaining what ONNX Runtime says', () => {
  // Texts of onnxruntime-node 1.30.0, recorded.
  const LOAD = 'Load model from /srv/data/models/m/1/model.onnx failed:';
  it.each([
    [
      `${LOAD}This is an invalid model. In Node, ("", FrobnicateRows, "", -1) : ("x": tensor(float),) -> ("y": tensor(float),) , Error No Op registered for FrobnicateRows with domain_version of 17`,
      'FL_CHECK_UNKNOWN_OPERATOR',
      'the operator "FrobnicateRows" of opset 17',
    ],
    [
      `${LOAD}Fatal error: my.domain:Foo(-1) is not a registered function/op`,
      'FL_CHECK_UNKNOWN_OPERATOR',
      'the operator "Foo" of the domain "my.domain"',
    ],
    [
      "Could not find an implementation for Relu(1) node with name ''",
      'FL_CHECK_UNKNOWN_OPERATOR',
      '"Relu" of opset 1',
    ],
    [
      `${LOAD}/onnxruntime_src/onnxruntime/core/graph/model_load_utils.h:46 void x() ONNX Runtime only *guarantees* support for models stamped with official released onnx opset versions. Opset 99 is under development and support for this is limited. The operator schemas and or other functionality may change before next ONNX release and in this case ONNX Runtime will not guarantee backward compatibility. Current official support for domain ai.onnx is till opset 26.\n`,
      'FL_CHECK_OPSET_TOO_NEW',
      'opset 99 of ai.onnx, and opset 26 is the newest',
    ],
    [
      `${LOAD}/onnxruntime_src/onnxruntime/core/graph/model.cc:202 x Unsupported model IR version: 14, max supported IR version: 13\n`,
      'FL_CHECK_OPSET_TOO_NEW',
      'IR version 14, and IR version 13 is the newest',
    ],
    [
      'External data path validation failed for initializer: w. Error: tensorprotoutils.cc:461 ValidateExternalDataPathFromDir External data path does not exist: "/srv/data/models/m/1/w.bin"',
      'FL_CHECK_EXTERNAL_DATA',
      'in another file',
    ],
    [`${LOAD}Protobuf parsing failed.`, 'FL_CHECK_TRUNCATED', 'cut off or damaged'],
    ['Unsupported data type: 16', 'FL_CHECK_UNSUPPORTED_TYPE', 'cannot be served'],
    [
      `${LOAD}Exception during loading: MLDataType for: tensor(complex64) is not currently registered or supported`,
      'FL_CHECK_UNSUPPORTED_TYPE',
      'cannot be served',
    ],
    [
      'Exception during initialization: /onnxruntime_src/onnxruntime/core/providers/cpu/text/string_normalizer.cc:235 onnxruntime::StringNormalizer::Locale::Locale(const std::string&)::<lambda()> Failed to construct locale with name:en_US.UTF-8:locale::facet::_S_create_c_locale name not valid:Please, install necessary language-pack-XX and configure locales\n',
      'FL_CHECK_CANNOT_LOAD',
      'the language setting en_US.UTF-8',
    ],
    [`${LOAD}This is an invalid model. Error: the graph is not acyclic.`, 'FL_CHECK_CANNOT_LOAD', 'is not valid'],
    ['std::bad_alloc', 'FL_CHECK_CANNOT_LOAD', 'more memory'],
    ['/onnxruntime_src/secret.cc something never seen', 'FL_CHECK_CANNOT_LOAD', 'could not be loaded'],
  ])('%s', (text, code, words) => {
    const refusal = explainLoadError(text);
    expect(refusal.code).toBe(code);
    expect(refusal.message).toContain(words);
    expect(refusal.message).not.toMatch(/\/srv|\/onnxruntime_src|\.cc|\n/);
    expect(refusal.message).toMatch(/\.$/);
  });
});
