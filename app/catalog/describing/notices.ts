import type { Notice } from '#app/oip/control.ts';
import type { Examples } from './examples.ts';
import type { DescribedInputs } from './inputs/describe-inputs.ts';
import { listNames } from './problems.ts';
import type { ReferenceRows } from './reference/rows.ts';

/** What of the side files could not be used. */
export interface Unused {
  inputs: DescribedInputs;
  absentOutputs: readonly string[];
  examples: Examples;
  /** Whether labels.txt names as many classes as an output has. */
  labelsFit: boolean;
  reference: ReferenceRows | null;
  /** Files of a bundle that could not be read. */
  brokenFiles: readonly string[];
}

/** One sentence for each thing that came along and was left out. */
export function noticesOf({ inputs, absentOutputs, examples, labelsFit, reference, brokenFiles }: Unused): Notice[] {
  const notices: Notice[] = [];
  const add = (code: string, message: string): void => void notices.push({ code: `describe.${code}`, message });
  if (inputs.absent.length > 0) {
    add('absent-inputs', `preview.json describes inputs this version does not take: ${listNames(inputs.absent)}.`);
  }
  if (absentOutputs.length > 0) {
    add('absent-outputs', `preview.json describes outputs this version does not give: ${listNames(absentOutputs)}.`);
  }
  if (examples.absent.length > 0) {
    const names = listNames(examples.absent);
    add('example-values', `Examples hold values of inputs this version does not take, left out: ${names}.`);
  }
  if (examples.misfits.length > 0) {
    add(
      'example-misfits',
      `Values of examples do not fit their field and are left out: ${listNames(examples.misfits)}.`,
    );
  }
  if (examples.withoutPicture.length > 0) {
    const names = listNames(examples.withoutPicture);
    add('example-pictures', `The pictures of these examples did not come along: ${names}.`);
  }
  if (inputs.gone.length > 0) {
    add('corrections', `Corrections of the version before have no field here: ${listNames(inputs.gone)}.`);
  }
  if (!labelsFit)
    add('labels', 'labels.txt has another number of names than the model has classes, so it is not used.');
  if (brokenFiles.length > 0) add('bundle', `Not valid JSON, so not used: ${listNames(brokenFiles)}.`);
  if (reference) addReference(reference, inputs, add);
  return notices;
}

function addReference(
  { rowCount, columns, raggedRows = 0 }: ReferenceRows,
  { fields }: DescribedInputs,
  add: (code: string, message: string) => void,
): void {
  if (raggedRows > 0) {
    add('reference-ragged', `${raggedRows} reference rows have more or fewer values than the header and are left out.`);
  }
  if (rowCount === 0) {
    add('reference-empty', 'The reference file has no rows below its header.');
    return;
  }
  // Rows of a model for pictures or sound name the files.
  const mayUse = fields.some(({ field }) => field.kind !== 'image' && field.kind !== 'audio');
  if (!mayUse || fields.some(({ slot }) => slot.column || slot.block)) return;
  const names = listNames(columns.map(({ name }) => name));
  add('reference-unused', `No column of the reference rows is named like an input, so they are not used: ${names}.`);
}
