import type { VersionDetail } from '#app/catalog/contract.ts';
import type { DescribedInput, DescribedOutput } from '#app/catalog/description-format.ts';
import type { GraphValue, ModelFacts } from '#app/oip/control.ts';

/** An input of a model in a test: the graph's side and the description's. */
export type TestInput = Partial<DescribedInput> & Partial<Pick<GraphValue, 'datatype' | 'shape'>>;

export interface TestModel {
  inputs?: TestInput[];
  outputs?: Partial<DescribedOutput>[];
  facts?: Partial<ModelFacts>;
  version?: Partial<VersionDetail>;
}

/** A version as the catalog gives it out, with what matters to the test and nothing measured. */
export function testVersion({ inputs = [], outputs = [], facts, version }: TestModel): VersionDetail {
  return {
    id: 'ver_1',
    modelId: 'mdl_1',
    modelName: 'tested',
    projectId: 'prj_1',
    number: 1,
    digest: 'd'.repeat(64),
    state: 'announced',
    sizeBytes: 1,
    receivedAt: 0,
    readyAt: 0,
    announcedAt: 0,
    retiredAt: null,
    publishedBy: { kind: 'human', id: 'usr_1' },
    notices: [],
    timings: { receivedMs: 0, checkedMs: 0, measuredMs: 0, loadedMs: 0, recheckedMs: 0, totalMs: 0 },
    fixes: [],
    isHotfix: false,
    facts: testFacts(inputs, facts),
    report: { loadMs: 0, memoryBytes: 0, answers: [], batches: true, deterministic: true },
    descriptionId: 'dsc_1',
    descriptionRevision: 1,
    description: {
      formatVersion: 1,
      title: 'Tested',
      inputs: inputs.map(describedInput),
      outputs: outputs.map((output) => ({ name: 'out', label: 'Out', kind: 'number', ...output })),
      examples: [],
    },
    ...version,
  };
}

function describedInput({ datatype: _datatype, shape: _shape, ...input }: TestInput): DescribedInput {
  const name = input.name ?? 'x';
  return { name, key: input.feature ?? name, label: 'X', kind: 'number', ...input };
}

/** Columns of one vector are one input of the graph: the first of them says its type and shape. */
function testFacts(inputs: TestInput[], facts: Partial<ModelFacts> = {}): ModelFacts {
  const graph = new Map<string, GraphValue>();
  for (const { name = 'x', datatype = 'FP32', shape = ['N', 1] } of inputs) {
    if (!graph.has(name)) graph.set(name, { name, datatype, shape });
  }
  return {
    irVersion: 8,
    producer: 'test',
    opsets: [],
    operators: [],
    inputs: [...graph.values()],
    outputs: [],
    categories: [],
    classes: null,
    labelOutput: null,
    scoresOutput: null,
    metadata: {},
    ...facts,
  };
}
