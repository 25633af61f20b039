export { BUNDLE_FILES, type BundleFile, type BundleTexts } from './bundle/bundle.ts';
export { describeVersion, type SideFiles } from './describe-version.ts';
export { referenceQuestions } from './reference/questions.ts';
export { readReferenceRows } from './reference/read.ts';
export { reviseDescription } from './revise.ts';
