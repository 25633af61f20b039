import { type Categories, readCategories } from './categories.ts';
import { type ClassFacts, readClasses } from './classes.ts';
import { type ColumnFacts, readColumnFacts } from './column-facts.ts';
import { createColumnTracer } from './columns.ts';
import { type GraphSummary, summariseGraph } from './graph-summary.ts';
import type { OnnxModel } from './model.ts';
import { type PictureFacts, readPictures } from './pictures.ts';
import { type Dimension, datatypeOf, typeInWords, type ValueInfo } from './value-type.ts';
import { createWiring } from './wiring.ts';
import { findZipMaps, scoresShape } from './zip-map.ts';

/** An input or output as people and protocol see it. */
interface GraphValue {
  name: string;
  /** OIP datatype, or the ONNX type in words for what is not a tensor the protocol can carry. */
  datatype: string;
  shape: Dimension[] | null;
}

/** What the file itself says; the same shape as the facts of `/admin/v1/check`. */
export interface ModelFacts extends ClassFacts {
  irVersion: number;
  producer: string;
  opsets: { domain: string; version: number }[];
  operators: string[];
  /** Inputs that must be fed (initializers with the same name left out). */
  inputs: GraphValue[];
  /** Outputs as served: a ZipMap's maps appear as the table of scores that `repairZipMap` makes of them. */
  outputs: GraphValue[];
  categories: Categories[];
  /** What else the graph tells of the values of its inputs; only of those it tells something of. */
  columns: ColumnFacts[];
  /** Inputs of four dimensions, and how the graph begins to work on them. */
  pictures: PictureFacts[];
  metadata: Record<string, string>;
  summary: GraphSummary;
}

/** Everything the graph tells without being run. */
export function readFacts(model: OnnxModel): ModelFacts {
  const wiring = createWiring(model);
  const trace = createColumnTracer(wiring);
  const cuts = new Map(findZipMaps(model).map((cut) => [cut.output, cut]));
  return {
    irVersion: model.irVersion,
    producer: model.producer,
    opsets: model.opsets,
    operators: model.operators,
    inputs: wiring.inputs.map(graphValue),
    outputs: model.graph.outputs.map((output) => {
      const cut = cuts.get(output);
      return cut ? { name: output.name, datatype: 'FP32', shape: scoresShape(cut) } : graphValue(output);
    }),
    categories: readCategories(wiring, trace),
    columns: readColumnFacts(wiring, trace),
    pictures: readPictures(wiring),
    ...readClasses(wiring),
    metadata: model.metadata,
    summary: summariseGraph(model),
  };
}

function graphValue({ name, type }: ValueInfo): GraphValue {
  return {
    name,
    datatype: datatypeOf(type) ?? typeInWords(type),
    shape: type.kind === 'tensor' ? type.shape : null,
  };
}
