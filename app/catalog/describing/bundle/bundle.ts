import { isObject, numberIn, readJson } from './json.ts';
import { type PicturePreparation, readPreparation } from './preparation.ts';

/** Files of a Hugging Face folder, and Triton's config, that tell something of inputs and outputs. */
export const BUNDLE_FILES = [
  'config.json',
  'preprocessor_config.json',
  'tokenizer_config.json',
  'tokenizer.json',
  'config.pbtxt',
] as const;
export type BundleFile = (typeof BUNDLE_FILES)[number];

/** Their texts; of tokenizer.json the beginning is enough. */
export type BundleTexts = Partial<Record<BundleFile, string>>;

/** What such a folder tells. The graph wins wherever it says something else. */
export interface Bundle {
  /** Class names in the order of the scores. */
  classes: string[] | null;
  picture: PicturePreparation | null;
  /** There is a tokenizer.json; how many tokens the model takes at most, where something says so. */
  tokenizer: { longest: number | null } | null;
  /** Width of each input that config.pbtxt gives one dimension, by name. */
  widths: ReadonlyMap<string, number>;
  /** Files that could not be read. */
  broken: BundleFile[];
}

export const NO_BUNDLE: Bundle = { classes: null, picture: null, tokenizer: null, widths: new Map(), broken: [] };

const MOST_CLASSES = 50_000;
const LONGEST_NAME = 500;
/** Tokenizers without a limit say a number of thirty digits. */
const MOST_TOKENS = 65_536;

/** Reads what lies beside the model of a Hugging Face folder. Whatever is wrong with it, the model is still described. */
export function readBundle(texts: BundleTexts = {}): Bundle {
  const broken: BundleFile[] = [];
  const json = (name: BundleFile): Record<string, unknown> | null => {
    const text = texts[name];
    if (text === undefined) return null;
    const value = readJson(text);
    if (!isObject(value)) broken.push(name);
    return isObject(value) ? value : null;
  };
  const config = json('config.json');
  const preprocessor = json('preprocessor_config.json');
  const tokenizerConfig = json('tokenizer_config.json');
  return {
    classes: config ? classNames(config.id2label) : null,
    picture: preprocessor ? readPreparation(preprocessor) : null,
    tokenizer: texts['tokenizer.json'] === undefined ? null : { longest: longest(texts, tokenizerConfig, config) },
    widths: widthsIn(texts['config.pbtxt'] ?? ''),
    broken,
  };
}

/** `{"0": "cat", "1": "dog"}` in order; null when places are missing, and for the names that stand for none. */
function classNames(given: unknown): string[] | null {
  if (!isObject(given)) return null;
  const entries = Object.entries(given);
  if (entries.length === 0 || entries.length > MOST_CLASSES) return null;
  const names = new Array<string>(entries.length);
  for (const [place, name] of entries) {
    if (!/^\d{1,6}$/.test(place) || Number(place) >= names.length || typeof name !== 'string') return null;
    names[Number(place)] = name.slice(0, LONGEST_NAME);
  }
  const isComplete = new Set(names.keys()).size === names.length && names.every((name) => typeof name === 'string');
  const areNames = names.some((name, place) => name !== `LABEL_${place}`);
  return isComplete && areNames && new Set(names).size === names.length ? names : null;
}

function longest(
  texts: BundleTexts,
  tokenizerConfig: Record<string, unknown> | null,
  config: Record<string, unknown> | null,
): number | null {
  const cut = /"truncation"\s*:\s*\{[^{}]{0,400}"max_length"\s*:\s*(\d{1,9})/.exec(texts['tokenizer.json'] ?? '');
  const candidates = [
    cut ? Number(cut[1]) : null,
    numberIn(tokenizerConfig, 'model_max_length'),
    numberIn(config, 'max_position_embeddings'),
    numberIn(config, 'n_positions'),
  ];
  return (
    candidates.find((count) => count !== null && Number.isInteger(count) && count > 0 && count <= MOST_TOKENS) ?? null
  );
}

/** `input [ { name: "x" … dims: [ 12 ] } ]` of Triton's config, one dimension only: the rows are not written there. */
function widthsIn(text: string): Map<string, number> {
  const widths = new Map<string, number>();
  const start = text.search(/\binput\s*\[/);
  if (start < 0 || text.length > LONGEST_PBTXT) return widths;
  const end = text.indexOf('output', start);
  for (const [block] of text.slice(start, end < 0 ? undefined : end).matchAll(/\{[^{}]{0,2000}\}/g)) {
    const name = /\bname\s*:\s*"([^"\n]{1,500})"/.exec(block)?.[1];
    const width = /\bdims\s*:\s*\[\s*(\d{1,7})\s*\]/.exec(block)?.[1];
    if (name !== undefined && Number(width) > 0) widths.set(name, Number(width));
  }
  return widths;
}

const LONGEST_PBTXT = 1_000_000;
