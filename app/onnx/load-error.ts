import { type OnnxErrorCode, quoteName } from './onnx-error.ts';

/** A refusal for something thrown by ONNX Runtime while it loaded a model. */
export interface LoadRefusal {
  code: OnnxErrorCode;
  message: string;
}

type Explain = (match: RegExpMatchArray) => LoadRefusal;

/** By what ONNX Runtime 1.30 says; its own words hold paths of this machine and are never passed on. */
const EXPLANATIONS: [RegExp, Explain][] = [
  [
    /No Op registered for (\S+) with domain_version of (-?\d+)/,
    ([, op = '', version]) => unknownOperator(op, `of opset ${version}`),
  ],
  [
    /Fatal error: (\S*):([^:\s(]+)\(-?\d+\) is not a registered function/,
    ([, domain, op = '']) => unknownOperator(op, `of the domain ${quoteName(domain || 'ai.onnx')}`),
  ],
  [
    /Could not find an implementation for ([^\s(]+)\((\d+)\)/,
    ([, op = '', version]) => unknownOperator(op, `of opset ${version}, for these types`),
  ],
  [
    /Opset (\d+) is under development.* domain (\S+) is till opset (\d+)/s,
    ([, version, domain, newest]) => tooNew(`opset ${version} of ${domain}`, `opset ${newest}`),
  ],
  [
    /Unsupported model IR version: (\d+), max supported IR version: (\d+)/,
    ([, version, newest]) => tooNew(`IR version ${version}`, `IR version ${newest}`),
  ],
  [
    /external data|in-memory address marker/i,
    () =>
      refusal(
        'FL_CHECK_EXTERNAL_DATA',
        'The model keeps its weights in another file, which is not there. Save it as a single file and send that.',
      ),
  ],
  [
    /Protobuf parsing failed|does not have a graph|Missing opset|does not match expected (size|count)|data field count/,
    () => refusal('FL_CHECK_TRUNCATED', 'The model file is cut off or damaged. Send it again, whole.'),
  ],
  [
    /Unsupported data type|is not currently registered or supported|Non tensor type/,
    () =>
      refusal(
        'FL_CHECK_UNSUPPORTED_TYPE',
        'The model uses a type of numbers that cannot be served. Export it with FP32 numbers.',
      ),
  ],
  [
    /Failed to construct locale with name:([\w.@-]{1,40}?):/,
    ([, locale]) =>
      refusal(
        'FL_CHECK_CANNOT_LOAD',
        `The model wants the language setting ${locale}, which this machine does not have. Export it with the locale C.UTF-8.`,
      ),
  ],
  [
    /bad_alloc|Failed to allocate|out of memory/i,
    () => refusal('FL_CHECK_CANNOT_LOAD', 'The model needs more memory to load than a model may use here.'),
  ],
  [
    /Type Error|invalid model|Invalid model|acyclic|does not exist in the graph/i,
    () =>
      refusal(
        'FL_CHECK_CANNOT_LOAD',
        'The graph of the model is not valid. Run onnx.checker.check_model on it, and export it again.',
      ),
  ],
];

/** One plain sentence for a load that failed, without anything of this machine in it. */
export function explainLoadError(text: string): LoadRefusal {
  for (const [pattern, explain] of EXPLANATIONS) {
    const match = pattern.exec(text);
    if (match) return explain(match);
  }
  return refusal('FL_CHECK_CANNOT_LOAD', 'The model could not be loaded. Check that it runs in ONNX Runtime.');
}

/** Whether a load failed for want of a locale, which `repairLocale` cures. */
export function isMissingLocale(text: string): boolean {
  return /Failed to construct locale/.test(text);
}

function refusal(code: OnnxErrorCode, message: string): LoadRefusal {
  return { code, message };
}

function unknownOperator(op: string, where: string): LoadRefusal {
  return refusal(
    'FL_CHECK_UNKNOWN_OPERATOR',
    `The model uses the operator ${quoteName(op)} ${where}, which ONNX Runtime does not have here. Export it with standard operators.`,
  );
}

function tooNew(found: string, newest: string): LoadRefusal {
  return refusal(
    'FL_CHECK_OPSET_TOO_NEW',
    `The model was exported for ${found}, and ${newest} is the newest that runs here. Export it for that or an older one.`,
  );
}
