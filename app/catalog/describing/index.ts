export { describeVersion, type SideFiles } from './describe-version.ts';
export { referenceInputs, referenceQuestions } from './reference/questions.ts';
export { readReferenceRows } from './reference/read.ts';
export { reviseDescription } from './revise.ts';
