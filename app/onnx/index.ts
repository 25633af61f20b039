export { readFacts } from './facts.ts';
export { explainLoadError, isMissingLocale } from './load-error.ts';
export { repairLocale } from './locale.ts';
export { type OnnxModel, readModel } from './model.ts';
export { refuseUnservable } from './unservable.ts';
export { repairZipMap } from './zip-map.ts';
