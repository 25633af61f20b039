import { z } from 'zod';

/**
 * The contract of `/admin/v1` on serving: the small second API by which the portal steers it (design §2). Every call
 * needs the serving token as a bearer token, on loopback too.
 */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** `POST /admin/v1/check`: examine a candidate. The files are blobs under the shared data folder. */
export const checkRequest = z.strictObject({
  files: z
    .array(z.strictObject({ path: z.string().regex(/^(?!.*\.\.)[^/\\][^\\]{0,254}$/), sha256 }))
    .min(1)
    .max(256),
  /** Which of the files is the model. */
  main: z.string().default('model.onnx'),
});
export type CheckRequest = z.infer<typeof checkRequest>;

const dimension = z.union([z.number().int(), z.string(), z.null()]);

/** A graph input or output: a symbolic dimension is its name, an unknown one null; shape null when the file has none. */
export const graphValue = z.object({
  name: z.string(),
  /** OIP datatype, or the ONNX type in words for what is not a tensor. */
  datatype: z.string(),
  shape: z.array(dimension).nullable(),
});
export type GraphValue = z.infer<typeof graphValue>;

/** What the file itself says. */
export const modelFacts = z.object({
  irVersion: z.number(),
  producer: z.string(),
  opsets: z.array(z.object({ domain: z.string(), version: z.number() })),
  operators: z.array(z.string()),
  /** Inputs that must be fed (initializers with the same name left out). */
  inputs: z.array(graphValue),
  /** Outputs of the served (repaired) file. */
  outputs: z.array(graphValue),
  /**
   * Choices an encoder in the graph knows: for a whole input (`index` null) or for one column of a flat vector.
   */
  categories: z.array(
    z.object({
      input: z.string(),
      index: z.number().int().nullable(),
      values: z.array(z.union([z.string(), z.number()])),
    }),
  ),
  /** The classifier's label list, in order, when the graph holds one. */
  classes: z.array(z.union([z.string(), z.number()])).nullable(),
  /** Output that carries the label and output that carries the scores, where the graph tells. */
  labelOutput: z.string().nullable(),
  scoresOutput: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
});
export type ModelFacts = z.infer<typeof modelFacts>;

/** What was measured by loading and running it (design §4). Times in ms, memory in bytes; null: could not be run. */
export const modelReport = z.object({
  loadMs: z.number(),
  memoryBytes: z.number(),
  answers: z.array(z.object({ rows: z.number().int(), ms: z.number() })),
  /** Every input and output has a free first dimension and a batch of 8 answered as 8 single rows did. */
  batches: z.boolean(),
  /** The same input twice gave the same answer; null when it could not be run. */
  deterministic: z.boolean().nullable(),
});
export type ModelReport = z.infer<typeof modelReport>;

export const notice = z.object({ code: z.string(), message: z.string() });
export type Notice = z.infer<typeof notice>;

/** The answer of a check that passed. A refusal is a 422 with `{error: {code: "FL_CHECK_…", message}}`. */
export const checkResult = z.object({
  facts: modelFacts,
  report: modelReport,
  notices: z.array(notice),
  /** The file to serve in place of the upload, already stored as a blob; null when the upload runs as it is. */
  repaired: z.object({ sha256, sizeBytes: z.number().int() }).nullable(),
  timings: z.object({ checkedMs: z.number(), measuredMs: z.number() }),
});
export type CheckResult = z.infer<typeof checkResult>;
