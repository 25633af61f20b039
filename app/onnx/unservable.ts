import type { OnnxModel } from './model.ts';
import { onnxError, quoteName } from './onnx-error.ts';
import { datatypeOf, typeInWords, type ValueInfo } from './value-type.ts';
import { createWiring } from './wiring.ts';
import { findZipMaps } from './zip-map.ts';

const ONE_FILE = 'Save the model as a single file and send that.';

/**
 * Refuses a model that could not be served even if it loads: weights outside what was sent, inputs and outputs that
 * the protocol cannot carry. Maps that `repairZipMap` turns into tables are fine.
 * @param files paths, relative to the model, of the files sent with it. That none of them is a symbolic link is up to
 *   whoever laid them out.
 * @throws FL_CHECK_EXTERNAL_DATA, FL_CHECK_UNSUPPORTED_TYPE naming what is at fault
 */
export function refuseUnservable(model: OnnxModel, files: readonly string[] = []): void {
  for (const file of model.externalFiles) refuseExternalFile(file, files);
  for (const input of createWiring(model).inputs) refuseType('input', input);
  const repaired = new Set(findZipMaps(model).map(({ output }) => output));
  for (const output of model.graph.outputs) if (!repaired.has(output)) refuseType('output', output);
}

function refuseExternalFile(file: string, files: readonly string[]): void {
  if (leadsOutside(file)) {
    throw onnxError(
      'FL_CHECK_EXTERNAL_DATA',
      `The model asks for the file ${quoteName(file)}, which lies outside its own folder. ${ONE_FILE}`,
    );
  }
  if (!files.includes(file.replace(/^(\.\/)+/, ''))) {
    throw onnxError(
      'FL_CHECK_EXTERNAL_DATA',
      `The model keeps its weights in another file, ${quoteName(file)}, which was not sent. ${ONE_FILE}`,
    );
  }
}

/** Absolute paths of any system, steps upwards, and the runtime's own markers for memory ("*" and the like). */
function leadsOutside(file: string): boolean {
  if (file === '' || /^[/\\~]|^[a-z]:/i.test(file)) return true;
  return /[*?"<>|\p{Cc}]/u.test(file) || file.split(/[/\\]/).includes('..');
}

function refuseType(role: 'input' | 'output', { name, type }: ValueInfo): void {
  if (datatypeOf(type) !== null) return;
  throw onnxError(
    'FL_CHECK_UNSUPPORTED_TYPE',
    `The ${role} ${quoteName(name)} is of the type ${typeInWords(type)}, which cannot be served. ` +
      'Export the model so that every input and output is one tensor of numbers or text.',
  );
}
