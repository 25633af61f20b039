export { describeVersion, type SideFiles } from './describe-version.ts';
export { ORDER_KEY, orderInputs } from './order-inputs.ts';
export { possibleInputKinds, possibleOutputKinds } from './possible-kinds.ts';
export { previewFileOf } from './preview-file/write.ts';
export { referenceInputs, referenceQuestions } from './reference/questions.ts';
export { readReferenceRows } from './reference/read.ts';
export { confirmRenames } from './renames/confirm.ts';
export { reviseDescription } from './revise.ts';
export { changesInWords } from './words/changes-in-words.ts';
