import type { VersionDetail } from '#app/catalog/contract.ts';
import type { DescribedInput, InputKind } from '#app/catalog/description-format.ts';
import { possibleInputKinds } from '#app/catalog/index.ts';
import type { FieldRow, FieldView } from '#app/components/describing/page-data.ts';
import type { FormField } from '#app/preview/contract.ts';
import { showNumber, shownUnit } from '#app/preview/index.ts';
import { KIND_WORDS, percentOf } from '../input-rows.ts';

/** More choices than this are edited as lines of a text. */
const MOST_ROWS = 40;
/** A longer list to start with is set with a file or by the API. */
const LONGEST_START = 2_000;
const NUMBERS: ReadonlySet<InputKind> = new Set(['number', 'integer']);
const WITH_RANGE: ReadonlySet<InputKind> = new Set(['number', 'integer', 'series']);

/** A field in the list of the editor. */
export function fieldRow(input: DescribedInput): FieldRow {
  return {
    key: input.key,
    label: input.label,
    inFile: nameInFile(input),
    isSure: input.guess?.sure !== false,
    isHidden: input.hidden === true,
    isSensitive: input.sensitive === true,
    isRenamed: input.renamed !== undefined,
  };
}

export function nameInFile({ name, index }: DescribedInput): string {
  return index === undefined ? name : `${name}[${index}]`;
}

/** What the editor says of a field, apart from its control. */
export type FieldWords = Omit<FieldView, 'preview'>;

/** A field as its editor shows it. */
export function fieldWords(version: VersionDetail, input: DescribedInput): FieldWords {
  const { description, facts } = version;
  const { guess } = input;
  return {
    key: input.key,
    inFile: nameInFile(input),
    place: description.inputs.findIndex(({ key }) => key === input.key) + 1,
    label: input.label,
    help: input.help ?? '',
    kind: input.kind,
    kinds: possibleInputKinds(facts, input).map((kind) => ({ value: kind, label: KIND_WORDS[kind] })),
    number: numberView(input),
    percent: percentOf(input),
    start: startView(input),
    choices: choicesView(input),
    isHidden: input.hidden === true,
    isSensitive: input.sensitive === true,
    direction: input.direction ?? 'any',
    guess: guess ? { isSure: guess.sure, reason: guess.reason } : null,
    renamed: input.renamed ?? null,
  };
}

/** The control of one field, hidden or not. */
export function previewOf(
  version: VersionDetail,
  input: DescribedInput,
  formFields: (version: VersionDetail) => FormField[],
): FormField {
  const inputs = [{ ...input, hidden: false }];
  const [field] = formFields({ ...version, description: { ...version.description, inputs } });
  if (!field) throw new Error(`There is no control for ${input.key}.`);
  // The form of the page around it has controls of its own.
  return { ...field, name: `preview.${input.key}` };
}

function numberView(input: DescribedInput): FieldWords['number'] {
  if (!WITH_RANGE.has(input.kind)) return null;
  const { display } = input;
  const shown = (value: number | undefined) => (value === undefined ? '' : showNumber(value, input));
  return {
    unit: display ? (input.unit ?? '') : (shownUnit(input) ?? ''),
    min: shown(input.min),
    max: shown(input.max),
    step: shown(input.step),
    shown: display
      ? { scale: String(display.scale), unit: display.unit, decimals: String(display.decimals) }
      : { scale: '', unit: '', decimals: '' },
  };
}

function startView(input: DescribedInput): FieldWords['start'] {
  const { kind, default: start, allowed } = input;
  if (kind === 'yes-no' || (kind === 'category' && allowed?.length)) {
    const options = allowed?.length ? allowed : YES_OR_NO;
    return {
      control: 'choice',
      value: String(start),
      options: options.map(({ value, label }) => ({ value: String(value), label })),
    };
  }
  if (typeof start === 'object') {
    const value = JSON.stringify(start ?? null);
    return value.length > LONGEST_START ? null : { control: 'json', value, options: [] };
  }
  const isShown = NUMBERS.has(kind) && typeof start === 'number';
  return { control: 'text', value: isShown ? showNumber(start, input) : String(start ?? ''), options: [] };
}

const YES_OR_NO = [
  { value: true, label: 'Yes' },
  { value: false, label: 'No' },
];

function choicesView({ kind, allowed = [] }: DescribedInput): FieldWords['choices'] {
  if (kind !== 'category' && allowed.length === 0) return null;
  if (allowed.length <= MOST_ROWS) {
    return { rows: allowed.map(({ value, label }) => ({ value: String(value), label })), lines: null };
  }
  return { rows: null, lines: allowed.map(({ value, label }) => `${value} = ${label}`).join('\n') };
}
