export { type GraphValue, type ModelFacts, readFacts } from './facts.ts';
export { explainLoadError, isMissingLocale, type LoadRefusal } from './load-error.ts';
export { repairLocale } from './locale.ts';
export { type OnnxModel, readModel } from './model.ts';
export type { OnnxError, OnnxErrorCode } from './onnx-error.ts';
export { refuseUnservable } from './unservable.ts';
export { type Repair, repairZipMap } from './zip-map.ts';
