import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFacts, readModel, refuseUnservable, repairLocale, repairZipMap } from './index.ts';
import { buildModel, type ModelSpec, type NodeSpec, type ValueSpec } from './testing.ts';
import { bf16Model, externalDataModel, goodModel, textModel, zipMapModel } from './testing-models.ts';

const flat = readFileSync(new URL('../../models/mortgage-flat/1/model.onnx', import.meta.url));

function refusalOf(bytes: Uint8Array, files?: string[]): string {
  try {
    refuseUnservable(readModel(bytes), files);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code} ${message}`;
  }
  return 'was taken';
}

describe('cutting a ZipMap', () => {
  it('serves the table under the name of the map, as FP32 [N, classes]', () => {
    const repair = repairZipMap(readModel(flat));
    expect(repair).toMatchObject({ classes: [0, 1], outputs: ['output_probability'] });
    expect(repair?.notice.code).toBe('repair.zipmap');
    expect(repair?.notice.message).toContain('"output_probability"');
    const repaired = readModel(repair!.bytes);
    expect(repaired.graph.nodes.at(-1)).toMatchObject({
      op: 'Identity',
      domain: '',
      inputs: ['probabilities'],
      outputs: ['output_probability'],
      attributes: [],
    });
    expect(readFacts(repaired).outputs).toEqual(readFacts(readModel(flat)).outputs);
    expect(refusalOf(repair!.bytes)).toBe('was taken');
    expect(repairZipMap(repaired)).toBeNull();
  });

  it('leaves every other byte as it is', () => {
    const model = readModel(flat);
    const zipMap = model.graph.nodes.find(({ op }) => op === 'ZipMap')!;
    const repaired = Buffer.from(repairZipMap(model)!.bytes);
    for (const node of model.graph.nodes.filter(({ op }) => op !== 'ZipMap')) {
      expect(repaired.includes(flat.subarray(node.start, node.end))).toBe(true);
    }
    expect(repaired.includes(flat.subarray(zipMap.start, zipMap.end))).toBe(false);
    expect(repaired.subarray(0, 8)).toEqual(flat.subarray(0, 8));
    expect(repaired.subarray(-20)).toEqual(flat.subarray(-20));
  });

  const maps = (name: string): ValueSpec => ({
    name,
    type: { sequence: { map: { key: 'STRING', value: { tensor: 'FLOAT' } } } },
  });
  const zipMap = (from: string, to: string, labels: string[]): NodeSpec => ({
    op: 'ZipMap',
    domain: 'ai.onnx.ml',
    inputs: [from],
    outputs: [to],
    attributes: { classlabels_strings: { strings: labels } },
  });

  it('cuts all of several', () => {
    const model: ModelSpec = {
      inputs: [{ name: 'x', type: 'FLOAT', shape: ['N', 2] }],
      outputs: [maps('first'), maps('second')],
      nodes: [zipMap('x', 'first', ['a', 'b']), zipMap('x', 'second', ['c', 'd', 'e'])],
    };
    const repair = repairZipMap(readModel(buildModel(model)));
    expect(repair).toMatchObject({ outputs: ['first', 'second'], classes: ['a', 'b'] });
    expect(readFacts(readModel(repair!.bytes)).outputs).toEqual([
      { name: 'first', datatype: 'FP32', shape: [null, 2] },
      { name: 'second', datatype: 'FP32', shape: [null, 3] },
    ]);
  });

  it('drops what the file declares inside about the type of the maps, and keeps other declarations', () => {
    const values: ValueSpec[] = [maps('m'), { name: 'kept_declaration', type: 'FLOAT' }];
    const model = buildModel({ outputs: [maps('m')], nodes: [zipMap('x', 'm', ['a'])], values });
    const repaired = Buffer.from(repairZipMap(readModel(model))!.bytes);
    const mapFromTextToFloat = Buffer.from('2a08080812040a020801', 'hex');
    expect(Buffer.from(model).includes(mapFromTextToFloat)).toBe(true);
    expect(repaired.includes(mapFromTextToFloat)).toBe(false);
    expect(repaired.includes('kept_declaration')).toBe(true);
  });

  it('says which operators are meant where the file used none of the default domain', () => {
    const model = buildModel({ outputs: [maps('m')], nodes: [zipMap('x', 'm', ['a'])], opset: { 'ai.onnx.ml': 1 } });
    expect(readModel(repairZipMap(readModel(model))!.bytes).opsets).toEqual([
      { domain: 'ai.onnx.ml', version: 1 },
      { domain: '', version: 9 },
    ]);
  });

  it('leaves alone a model without one, and maps that are read inside the graph', () => {
    expect(repairZipMap(readModel(goodModel()))).toBeNull();
    const nodes = [zipMap('x', 'm', ['a']), { op: 'SequenceLength', inputs: ['m'], outputs: ['y'] }];
    const read = goodModel({ outputs: [maps('m'), { name: 'y', type: 'INT64', shape: [] }], nodes });
    expect(repairZipMap(readModel(read))).toBeNull();
    expect(refusalOf(read)).toMatch(/^FL_CHECK_UNSUPPORTED_TYPE The output "m" is of the type sequence of maps/);
  });
});

describe('giving text a locale that exists', () => {
  const lowerCase = readFileSync(new URL('fixtures/lower-case.onnx', import.meta.url));

  it('names C.UTF-8 where the file names none', () => {
    const repair = repairLocale(readModel(lowerCase));
    expect(repair?.notice.code).toBe('repair.locale');
    expect(Buffer.from(repair!.bytes).includes('C.UTF-8')).toBe(true);
    expect(repairLocale(readModel(repair!.bytes))).toBeNull();
    const cut = repairZipMap(readModel(repair!.bytes))!.bytes;
    expect(readModel(cut).operators).toEqual(
      readModel(lowerCase)
        .operators.map((op) => op.replace(/.*ZipMap/, 'Identity'))
        .sort(),
    );
  });

  it('replaces another one, keeping the other attributes', () => {
    const attributes = {
      case_change_action: { string: 'UPPER' },
      locale: { string: 'tr_TR' },
      is_case_sensitive: { int: 1 },
    };
    const model = goodModel({ nodes: [{ op: 'StringNormalizer', inputs: ['t'], outputs: ['u'], attributes }] });
    const [node] = readModel(repairLocale(readModel(model))!.bytes).graph.nodes;
    expect(node?.attributes.map(({ name }) => name)).toEqual(['case_change_action', 'is_case_sensitive', 'locale']);
  });

  it('leaves alone a model that does no such thing', () => {
    expect(repairLocale(readModel(textModel()))).toBeNull();
  });
});

describe('refusing what cannot be served', () => {
  it.each([
    '../../etc/passwd',
    '/etc/passwd',
    'C:\\secret',
    'a\\..\\b',
    '~/weights',
    '*/_ORT_MEM_ADDR_/*',
    'a/../../b',
    '',
    'w\u0000.bin',
  ])('weights outside the folder: %j', (location) => {
    const files = [location, location.replace('./', '')];
    expect(refusalOf(externalDataModel(location), files)).toMatch(/^FL_CHECK_EXTERNAL_DATA .*outside its own folder/);
  });

  it('weights in a file that was not sent, and takes those in one that was', () => {
    expect(refusalOf(externalDataModel('w.bin'))).toBe(
      'FL_CHECK_EXTERNAL_DATA The model keeps its weights in another file, "w.bin", which was not sent. ' +
        'Save the model as a single file and send that.',
    );
    expect(refusalOf(externalDataModel('./w.bin'), ['w.bin'])).toBe('was taken');
  });

  it('types the protocol cannot carry, by name and in words', () => {
    expect(refusalOf(bf16Model())).toBe(
      'FL_CHECK_UNSUPPORTED_TYPE The input "x" is of the type bfloat16, which cannot be served. ' +
        'Export the model so that every input and output is one tensor of numbers or text.',
    );
    const output = (type: ValueSpec['type']) => refusalOf(goodModel({ outputs: [{ name: 'y', type }] }));
    expect(output('COMPLEX64')).toContain('The output "y" is of the type complex64,');
    expect(output({ sequence: { tensor: 'FLOAT' } })).toContain('sequence of FP32 tensors');
    expect(output({ optional: { tensor: 'FLOAT' } })).toContain('optional FP32');
    expect(output({ sparse: 'FLOAT' })).toContain('sparse tensor of FP32');
  });

  it('takes everything else: text, halves, maps that can be cut', () => {
    for (const bytes of [textModel(), zipMapModel(), flat, goodModel({ inputs: [{ name: 'x', type: 'FLOAT16' }] })]) {
      expect(refusalOf(bytes)).toBe('was taken');
    }
  });
});
