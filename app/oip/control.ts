import { z } from 'zod';

/**
 * The contract of `/admin/v1` on serving: the small second API by which the portal steers it (design §2). Every call
 * needs the serving token as a bearer token, on loopback too.
 */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A place inside a version's folder. */
const filePath = z.string().regex(/^(?!.*\.\.)[^/\\][^\\]{0,254}$/s);

/** Most files that a version's folder may hold, the model among them. */
export const MOST_FILES = 1000;

/** `POST /admin/v1/check`: examine a candidate. The files are blobs under the shared data folder. */
export const checkRequest = z.strictObject({
  files: z
    .array(z.strictObject({ path: filePath, sha256 }))
    .min(1)
    .max(MOST_FILES),
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

const columnFacts = z.object({
  input: z.string(),
  index: z.number().int().nullable(),
  /** Mean and standard deviation of the data it was trained with. */
  centre: z.number().optional(),
  spread: z.number().optional(),
  /** Lowest and highest value, and what in the graph tells them. */
  low: z.number().optional(),
  high: z.number().optional(),
  limitsFrom: z.enum(['scaler', 'table', 'clip']).optional(),
  /** Thresholds of trees; `grid` tells whether they lie between whole numbers, or between 0 and 1 only. */
  splits: z
    .object({
      count: z.number().int(),
      lowest: z.number(),
      highest: z.number(),
      middle: z.number(),
      tenth: z.number(),
      ninetieth: z.number(),
      grid: z.enum(['yes-no', 'whole', 'any']),
    })
    .optional(),
  /** Single values that trees tell from all others. */
  codes: z.array(z.number()).optional(),
  /** What stands for a missing value. */
  missing: z.union([z.number(), z.string()]).optional(),
  /** The graph takes the text apart itself. */
  isProse: z.boolean().optional(),
  /** Nothing in the graph reads it. */
  isUnused: z.boolean().optional(),
});
export type ColumnFacts = z.infer<typeof columnFacts>;

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
  /**
   * What else the graph tells of the values of a whole input (`index` null) or of one column of a flat vector: scalers,
   * trees, imputers, tables. Absent in facts read before there was any of this.
   */
  columns: z.array(columnFacts).optional(),
  /** How the graph begins to work on inputs of four dimensions. */
  pictures: z
    .array(
      z.object({
        input: z.string(),
        /** A picture of 0 to 255 becomes `(value - offset) * scale`, one number for all or one a colour. */
        prepares: z.object({ offset: z.array(z.number()), scale: z.array(z.number()) }).optional(),
      }),
    )
    .optional(),
  /** The classifier's label list, in order, when the graph holds one. */
  classes: z.array(z.union([z.string(), z.number()])).nullable(),
  /** Output that carries the label and output that carries the scores, where the graph tells. */
  labelOutput: z.string().nullable(),
  scoresOutput: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  /** How large the graph is; absent for versions checked by an earlier release. */
  summary: z
    .object({
      /** The most used operators, most first. */
      operators: z.array(z.object({ name: z.string(), count: z.number().int() })),
      nodeCount: z.number().int(),
      parameterCount: z.number(),
      /** Multiplications with addition for one row, estimated; null: nothing in it is counted that way. */
      macs: z.number().nullable(),
      /** Some operators could not be counted: there are more. */
      isAtLeast: z.boolean(),
    })
    .optional(),
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

/**
 * `POST /admin/v1/prepare` with `task: "unpack"`: unpack an archive (.zip, .tar.gz, .tgz or .tar) of one version's folder,
 * or of a model's folder with one version in it. The archive is a blob under the shared data folder.
 */
export const unpackRequest = z.strictObject({
  task: z.literal('unpack'),
  sha256,
  /** What the archive was called when it was sent; its content decides what it is. */
  name: z.string().min(1).max(255),
});
export type UnpackRequest = z.infer<typeof unpackRequest>;

/** Most pixels along one side of what a model sees, and of a picture that is shown. */
export const LONGEST_SIDE = 4096;
const side = z.number().int().min(1).max(LONGEST_SIDE);

/** How a picture becomes the tensor of a graph input, one picture a question. */
export const pictureSpec = z.strictObject({
  datatype: z.enum(['UINT8', 'INT8', 'UINT16', 'INT16', 'UINT32', 'INT32', 'INT64', 'FP16', 'FP32', 'FP64']),
  /** Order of the dimensions: N is the row and is 1, C the colours, H and W the places. */
  layout: z.enum(['NCHW', 'NHWC', 'CHW', 'HWC', 'NHW', 'HW']),
  /** Which numbers stand for a pixel, in order; grey is one number. */
  colour: z.enum(['RGB', 'BGR', 'gray']),
  /**
   * To a size: `exact` whatever becomes of the proportions, `pad` as large as fits inside, in the middle, `crop` as small
   * as covers it, cut evenly. `short`: the shorter side to so many pixels. `none`: as it is.
   */
  resize: z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.enum(['exact', 'pad', 'crop']), width: side, height: side }),
    z.strictObject({ mode: z.literal('short'), size: side }),
    z.strictObject({ mode: z.literal('none') }),
  ]),
  interpolation: z.enum(['nearest', 'bilinear', 'bicubic', 'lanczos']),
  /** The middle of what came out, filled up with `fill` where there is less. */
  crop: z.strictObject({ width: side, height: side }).nullable(),
  /** Brightness of what is filled up, 0 to 255. */
  fill: z.number().min(0).max(255),
  /** A number from 0 to 255 becomes `(number * scale - mean) / std`; mean and std have one number, or one a colour. */
  scale: z.number(),
  mean: z.array(z.number()).min(1).max(3),
  std: z
    .array(z.number().refine((value) => value !== 0))
    .min(1)
    .max(3),
});
export type PictureSpec = z.infer<typeof pictureSpec>;

/**
 * `POST /admin/v1/prepare` with `task: "picture"`: the picture, a blob under the shared data folder, as the tensor of a
 * graph input (`tensor`), or as a picture to show whose longer side has at most so many pixels (`show`). The answer is a
 * `PreparedHead` as JSON, so many bytes as the header `prepared-header-length` says, then the bytes of the tensor, then
 * a PNG of what the model sees, or a PNG or JPEG of the picture to show. A refusal is a 422 with `{error: {code: "FL_PICTURE_…", message}}`.
 */
export const pictureRequest = z.strictObject({
  task: z.literal('picture'),
  sha256,
  tensor: pictureSpec.optional(),
  show: side.optional(),
});
export type PictureRequest = z.infer<typeof pictureRequest>;

export const PREPARED_HEADER_LENGTH = 'prepared-header-length';

/** What came of a picture. Its size is that of the upright picture, px. */
export const preparedHead = z.object({
  mediaType: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  notices: z.array(notice).max(10),
  /** Null when no tensor was asked for. */
  tensor: z.object({ shape: z.array(z.number().int()), sizeBytes: z.number().int() }).nullable(),
  imageBytes: z.number().int(),
});
export type PreparedHead = z.infer<typeof preparedHead>;
export interface PreparedPicture extends Pick<PreparedHead, 'mediaType' | 'width' | 'height' | 'notices'> {
  tensor: { shape: number[]; bytes: Uint8Array } | null;
  /** What the model sees as a PNG; the picture to show as a PNG or JPEG. */
  image: Uint8Array;
}

/** Most texts and tokens of one question. */
const MOST_TEXTS = 64;
const MOST_TOKENS = 65_536;

/** How a text becomes tokens. */
export const textSpec = z.strictObject({
  /** Most tokens, those the tokenizer puts around the text among them; null: as many as there are. */
  maxLength: z.number().int().min(1).max(MOST_TOKENS).nullable(),
  /** Exactly so many tokens, filled up on the right; null: as many as there are. */
  padTo: z.number().int().min(1).max(MOST_TOKENS).nullable(),
});
export type TextSpec = z.infer<typeof textSpec>;

/**
 * `POST /admin/v1/prepare` with `task: "text"`: texts as the tokens of a tokenizer.json. The files are blobs under the
 * shared data folder. A refusal is a 422 with `{error: {code: "FL_TOKENIZER_…", message}}`.
 */
export const textRequest = z.strictObject({
  task: z.literal('text'),
  tokenizer: sha256,
  /** tokenizer_config.json, where there is one. */
  config: sha256.nullable(),
  texts: z.array(z.string()).min(1).max(MOST_TEXTS),
  spec: textSpec,
});
export type TextRequest = z.infer<typeof textRequest>;

const tokens = z
  .array(
    z
      .number()
      .int()
      .min(0)
      .max(2 ** 31),
  )
  .max(MOST_TOKENS);
export const textResult = z.object({
  /** One for each text. */
  encodings: z
    .array(z.object({ ids: tokens, mask: tokens, types: tokens, isCut: z.boolean() }))
    .min(1)
    .max(MOST_TEXTS),
});
export type TextResult = z.infer<typeof textResult>;

/** `POST /admin/v1/prepare`: have an upload made ready, in a child that sees nothing else. */
export const prepareRequest = z.discriminatedUnion('task', [unpackRequest, pictureRequest, textRequest]);

/**
 * The files of a version's folder, each already stored as a blob: `model.onnx` first, the others in the order of their
 * paths. A refusal is a 422 with `{error: {code: "FL_ARCHIVE_…", message}}`.
 */
export const unpackResult = z.object({
  files: z
    .array(z.object({ path: filePath, sha256, sizeBytes: z.number().int() }))
    .min(1)
    .max(MOST_FILES),
  notices: z.array(notice),
});
export type UnpackResult = z.infer<typeof unpackResult>;

const versionNumber = z.number().int().min(1).max(999_999_999);

/** Which version each alias of a model stands for; null: none. `latest` absent: the highest that is served. */
const modelRoutes = z.strictObject({
  live: versionNumber.nullable().default(null),
  preview: versionNumber.nullable().default(null),
  latest: versionNumber.optional(),
});

/**
 * `PUT /admin/v1/routes`: the whole table, in place of the one before. A model that is not in it has no live version.
 * Shares of traffic will join the entries of models as one more field.
 */
export const routeTable = z.strictObject({
  /** Grows with every change, so that an older table that arrives late is known. */
  version: z.number().int().min(0),
  models: z.record(z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/), modelRoutes),
});
export type RouteTable = z.infer<typeof routeTable>;
