import { z } from 'zod';
import { INPUT_KINDS, OUTPUT_KINDS } from '../../description-format.ts';

/**
 * What `preview.json` may say (formatVersion 1, design §6). Unknown keys are kept everywhere, and null means not said.
 * `public/schemas/preview-1.json` is made of this by `scripts/make-preview-schema.ts`; run it after every change.
 */

/** A form with more fields is no form; what the file leaves out is guessed. */
export const MOST_INPUTS = 2_000;
const MOST_OUTPUTS = 1_000;
const MOST_EXAMPLES = 1_000;
const MOST_CHOICES = 10_000;
const MOST_CLASSES = 50_000;

const name = z.string().min(1).max(500);
const words = (max: number) => z.string().min(1).max(max);
const longText = z.string().max(4_000);
const size = z.int().min(1).max(1_000_000);

/** A value of the field's own kind; whether it fits is judged together with the model. */
const fieldValue = z.unknown();

const choice = z.looseObject({
  value: z.union([z.string().max(10_000), z.number(), z.boolean()]),
  label: z.string().max(500).nullish(),
});

const numberKeys = {
  min: z.number().nullish().meta({ description: 'Lowest known value' }),
  max: z.number().nullish().meta({ description: 'Highest known value' }),
  p05: z.number().nullish().meta({ description: 'One row in twenty is lower' }),
  p95: z.number().nullish().meta({ description: 'One row in twenty is higher' }),
  step: z.number().positive().nullish().meta({ description: 'Step of the control; never refuses a value' }),
  display: z
    .looseObject({ scale: z.number(), unit: z.string().max(100), decimals: z.int().min(0).max(20) })
    .nullish()
    .meta({ description: 'How forms show the value: times scale, in this unit; everything else has the own unit' }),
};

const imageKeys = {
  layout: z.string().max(20).nullish().meta({ description: 'Order of the dimensions, like NCHW' }),
  width: size.nullish(),
  height: size.nullish(),
  channels: size.nullish(),
  colour: z.string().max(50).nullish().meta({ description: 'rgb, bgr or gray' }),
  preprocess: z.looseObject({}).nullish().meta({ description: 'What is done to a picture before it is fed' }),
  draw: z.boolean().nullish().meta({ description: 'Offer to draw the picture' }),
};

const textKeys = {
  multiline: z.boolean().nullish(),
  maxLength: size.nullish().meta({ description: 'Most characters' }),
  note: longText.nullish(),
};

const MOST_NAMES = 1_000_000;

const seriesKeys = {
  names: z
    .array(z.string().max(500))
    .max(MOST_NAMES)
    .nullish()
    .meta({ description: 'Of a vector that is one field: what its elements are called' }),
  length: size.nullish().meta({ description: 'How many values' }),
  frequency: z.string().max(50).nullish().meta({ description: 'Distance between two values, like month' }),
};

/** What may be said of an input, apart from which one it is. */
const inputKeys = {
  label: words(200).nullish(),
  unit: z.string().max(100).nullish(),
  help: longText.nullish(),
  kind: z.enum(INPUT_KINDS).nullish(),
  default: fieldValue
    .optional()
    .meta({ description: 'Value the form starts with; a single value fills a picture or tensor' }),
  allowed: z.array(choice).min(1).max(MOST_CHOICES).nullish().meta({ description: 'The choices, in order' }),
  sensitive: z.boolean().nullish().meta({ description: 'Whether people must be treated alike whatever it is' }),
  direction: z.enum(['any', 'up-only', 'fixed']).nullish().meta({ description: 'How people can change it' }),
  hidden: z.boolean().nullish().meta({ description: 'Nearly always its default: the form folds it under More fields' }),
  ...numberKeys,
  ...imageKeys,
  ...textKeys,
  ...seriesKeys,
};

const input = z.looseObject({
  name: name.meta({ description: 'Name of the graph input' }),
  index: z.int().min(0).max(10_000_000).nullish().meta({ description: 'Column, when one vector holds several fields' }),
  feature: name.nullish().meta({ description: 'Name of that column in the data' }),
  key: words(200).nullish().meta({ description: 'Name of the field in the API; else feature, else name' }),
  ...inputKeys,
});

/** What may be said of an output, apart from which one it is. */
const outputKeys = {
  label: words(200).nullish(),
  kind: z.enum(OUTPUT_KINDS).nullish(),
  classes: z.array(z.string().max(500)).min(1).max(MOST_CLASSES).nullish().meta({
    description: 'Class names, in the order of the scores',
  }),
  favourable: z.string().max(500).nullish().meta({ description: 'The class people hope for' }),
  threshold: z.number().nullish().meta({ description: 'Score from which on the favourable class is decided' }),
  bands: z
    .array(z.looseObject({ from: z.number(), label: words(200) }))
    .min(1)
    .max(100)
    .nullish()
    .meta({ description: 'Decisions by the score or number from which on they hold' }),
  unit: z.string().max(100).nullish(),
  role: z.string().max(50).nullish().meta({ description: 'lower or upper: a bound of another output' }),
};

const output = z.looseObject({ name, ...outputKeys });

const example = z.looseObject({
  name: words(200),
  note: longText.nullish(),
  values: z.record(z.string(), fieldValue).nullish().meta({ description: 'Values by key of the field' }),
  image: z.string().max(500).nullish().meta({ description: 'Path of a picture beside the file' }),
});

export const askSchema = z.looseObject({
  by: z.string().max(500).nullish().meta({ description: 'Who asked' }),
  sentence: words(4_000).meta({ description: 'What for, in one sentence' }),
  good: longText.nullish().meta({ description: 'What good looks like' }),
  decision: longText.nullish().meta({ description: 'Which decision depends on it' }),
});

/** What may be said of the version as a whole. */
const wholeKeys = {
  title: words(200).nullish(),
  summary: longText.nullish(),
  task: z.string().max(100).nullish(),
  ask: askSchema.nullish(),
  examples: z.array(example).max(MOST_EXAMPLES).nullish(),
};

export const previewSchema = z.looseObject({
  formatVersion: z.literal(1),
  ...wholeKeys,
  inputs: z.array(input).max(MOST_INPUTS).nullish(),
  outputs: z.array(output).max(MOST_OUTPUTS).nullish(),
  versions: z.record(z.string(), z.unknown()).nullish().meta({ description: 'A note for each version' }),
});

/** Changes to a description: to the whole of it, to one input and to one output. */
export const changeSchemas = {
  whole: z.looseObject({ formatVersion: z.literal(1).nullish(), ...wholeKeys, ask: z.looseObject({}).nullish() }),
  input: z.looseObject(inputKeys),
  output: z.looseObject(outputKeys),
};

export type SaidInput = z.infer<typeof input>;
export type SaidOutput = z.infer<typeof output>;
export type SaidAsk = z.infer<typeof askSchema>;
export type Preview = z.infer<typeof previewSchema>;

/** The JSON Schema of `preview.json`, as it is served at `/schemas/preview-1.json`. */
export function makePreviewJsonSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(previewSchema, { io: 'input' });
  const head = { $schema, $id: '/schemas/preview-1.json', title: 'preview.json of Firstlook, formatVersion 1' };
  return `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`;
}
