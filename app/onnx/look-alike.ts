/**
 * What people send in place of an ONNX file, told by its first bytes: the sentence that names it helps more than
 * "not an ONNX file".
 */

const EXPORT = 'Export the model to ONNX and send that.';
const FROM_SKLEARN = 'Export the model with skl2onnx and send that.';
const FROM_TORCH = 'Export the model with torch.onnx.export and send that.';
const FROM_TENSORFLOW = 'Convert the model with tf2onnx and send that.';

interface LookAlike {
  sentence: string;
  matches(head: Buffer, text: string): boolean;
}

function startsWith(...bytes: number[]): LookAlike['matches'] {
  return (head) => bytes.every((byte, i) => head[i] === byte);
}

function textAt(offset: number, text: string): LookAlike['matches'] {
  return (head) => head.toString('latin1', offset, offset + text.length) === text;
}

function isZipHolding(pattern: RegExp): LookAlike['matches'] {
  return (head, text) => startsWith(0x50, 0x4b, 0x03, 0x04)(head, text) && pattern.test(text);
}

/** In this order: the more exact ones first. */
const LOOK_ALIKES: LookAlike[] = [
  {
    sentence: 'This is a Git LFS pointer, not the model itself. Run "git lfs pull" and send the real file.',
    matches: textAt(0, 'version https://git-lfs'),
  },
  {
    sentence: `This is a Python pickle made by joblib, not an ONNX file. ${FROM_SKLEARN}`,
    matches: (head, text) => isPickle(head) && /joblib|sklearn/.test(text),
  },
  { sentence: `This is a PyTorch file, not an ONNX file. ${FROM_TORCH}`, matches: isOldTorch },
  { sentence: `This is a Python pickle, not an ONNX file. ${FROM_SKLEARN}`, matches: isPickle },
  {
    sentence: `This is a compressed Python object (joblib), not an ONNX file. ${FROM_SKLEARN}`,
    matches: (head) => head[0] === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(head[1] ?? 0),
  },
  {
    sentence: `This is a PyTorch file, not an ONNX file. ${FROM_TORCH}`,
    matches: isZipHolding(/data\.pkl|\/byteorder/),
  },
  {
    sentence: `This is a Keras file, not an ONNX file. ${FROM_TENSORFLOW}`,
    matches: isZipHolding(/config\.json.*keras|metadata\.json/s),
  },
  { sentence: `This is a NumPy archive, not an ONNX file. ${EXPORT}`, matches: isZipHolding(/\.npy/) },
  {
    sentence: 'This is a zip archive, not an ONNX file. Unpack it and send the .onnx file.',
    matches: startsWith(0x50, 0x4b),
  },
  {
    sentence: 'This is a gzip archive, not an ONNX file. Unpack it and send the .onnx file.',
    matches: startsWith(0x1f, 0x8b),
  },
  {
    sentence: 'This is a tar archive, not an ONNX file. Unpack it and send the .onnx file.',
    matches: textAt(257, 'ustar'),
  },
  {
    sentence: 'This is a 7-Zip archive, not an ONNX file. Unpack it and send the .onnx file.',
    matches: startsWith(0x37, 0x7a, 0xbc, 0xaf),
  },
  {
    sentence: `This is an HDF5 file, as Keras saves it, not an ONNX file. ${FROM_TENSORFLOW}`,
    matches: startsWith(0x89, 0x48, 0x44, 0x46),
  },
  { sentence: `This is a TensorFlow Lite file, not an ONNX file. ${FROM_TENSORFLOW}`, matches: textAt(4, 'TFL3') },
  {
    sentence: "This is ONNX Runtime's own format (.ort), not an ONNX file. Send the .onnx file it was made from.",
    matches: textAt(4, 'ORTM'),
  },
  { sentence: `This is a GGUF file, not an ONNX file. ${EXPORT}`, matches: textAt(0, 'GGUF') },
  {
    sentence: `This is a safetensors file, not an ONNX file. ${EXPORT}`,
    matches: (head) => head.readBigUInt64LE(0) < 2n ** 32n && head[8] === 0x7b,
  },
  { sentence: `This is a NumPy file, not an ONNX file. ${EXPORT}`, matches: startsWith(0x93, 0x4e, 0x55, 0x4d) },
  {
    sentence: 'This is a PNG picture, not an ONNX file. Send the model file.',
    matches: startsWith(0x89, 0x50, 0x4e, 0x47),
  },
  { sentence: 'This is a JPEG picture, not an ONNX file. Send the model file.', matches: startsWith(0xff, 0xd8, 0xff) },
  { sentence: 'This is a PDF, not an ONNX file. Send the model file.', matches: textAt(0, '%PDF') },
  {
    sentence: 'This is a web page, not an ONNX file. Download the model file itself, not the page that shows it.',
    matches: (_, text) => /^\uFEFF?\s*(<!doctype html|<html|<head)/i.test(text),
  },
  {
    sentence: `This is a PMML file, not an ONNX file. ${EXPORT}`,
    matches: (_, text) => /^\uFEFF?\s*<(\?xml|PMML)/.test(text) && /PMML/.test(text),
  },
  {
    sentence: `This is an XML file, not an ONNX file. ${EXPORT}`,
    matches: (_, text) => /^\uFEFF?\s*<\?xml/.test(text),
  },
  {
    sentence: `This is a LightGBM model as text, not an ONNX file. ${EXPORT}`,
    matches: (_, text) => /^tree\s+version=/.test(text),
  },
  {
    sentence: `This is a JSON file, not an ONNX file. ${EXPORT}`,
    matches: (head, text) => /^\uFEFF?\s*[{[]/.test(text) && isPlainText(head),
  },
  { sentence: `This is a text file, not an ONNX file. ${EXPORT}`, matches: isPlainText },
];

/** The sentence for what these bytes look like, or null when nothing is recognised. */
export function lookAlike(file: Uint8Array): string | null {
  if (file.byteLength === 0) return 'The model file is empty. Send the .onnx file.';
  const head = Buffer.alloc(2048);
  head.set(file.subarray(0, head.length));
  const text = head.toString('utf8', 0, Math.min(file.byteLength, head.length));
  const found = LOOK_ALIKES.find(({ matches }) => matches(head.subarray(0, Math.max(file.byteLength, 16)), text));
  return found?.sentence ?? null;
}

/** Pickle protocol 2 to 5 starts with its number, protocol 4 and 5 go on with a frame; a plain object is 'ccopy_reg'. */
function isPickle(head: Buffer): boolean {
  const version = head[1] ?? 0;
  if (head[0] === 0x80 && version >= 2 && version <= 5) return true;
  return /^(ccopy_reg|\(dp0|\(lp0|cnumpy)/.test(head.toString('latin1', 0, 16));
}

/** PyTorch before 1.6: a pickle of a magic number. */
function isOldTorch(head: Buffer): boolean {
  return isPickle(head) && head.includes(Buffer.from('6cfc9c46f9206aa850', 'hex').subarray(0, 9));
}

/** Text without control characters; an ONNX file has some in its first bytes. */
function isPlainText(head: Buffer): boolean {
  const used = head.subarray(0, 512);
  const end = used.indexOf(0);
  const stretch = end < 0 ? used : used.subarray(0, end);
  if (stretch.length === 0 || head.subarray(stretch.length).some((byte) => byte !== 0 && end >= 0)) return false;
  // The last character may be cut in two.
  const text = stretch.toString('utf8').replace(/\uFFFD$/, '');
  return !/[^\P{Cc}\t\n\r]|\uFFFD/u.test(text);
}
