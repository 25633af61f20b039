import { oipError } from './oip-error.ts';
import { DATATYPE_SIZES, type Datatype } from './tensor.ts';

/** The bytes that follow the JSON of a body, handed out tensor by tensor as views. */
export interface BinaryPart {
  /** The next so many bytes; null when there are not as many. */
  take(sizeBytes: number): Uint8Array | null;
  /** How many have not been handed out. */
  left(): number;
}

function createBinaryPart(bytes: Uint8Array): BinaryPart {
  let at = 0;
  return {
    take: (sizeBytes) => {
      if (sizeBytes > bytes.byteLength - at) return null;
      const view = bytes.subarray(at, at + sizeBytes);
      at += sizeBytes;
      return view;
    },
    left: () => bytes.byteLength - at,
  };
}

/**
 * Cuts a body in two where its header says.
 * @throws OipError of the status when the header is no length or longer than the body
 */
export function splitBody(body: Uint8Array, headerLength: string, status: number): [Uint8Array, BinaryPart] {
  const length = /^\d{1,15}$/.test(headerLength.trim()) ? Number(headerLength) : Number.NaN;
  if (Number.isNaN(length)) throw oipError(status, 'The Inference-Header-Content-Length is not a number of bytes.');
  if (length > body.byteLength) {
    const claim = `The Inference-Header-Content-Length is ${length}, and the body has ${body.byteLength} bytes.`;
    throw oipError(status, claim);
  }
  return [body.subarray(0, length), createBinaryPart(body.subarray(length))];
}

/** What is wrong with the bytes of a tensor of so many elements, as the end of a sentence; null when they fit. */
export function binaryMisfit(given: { datatype: Datatype; count: number; bytes: Uint8Array }): string | null {
  const { datatype, count, bytes } = given;
  const elementBytes = DATATYPE_SIZES[datatype];
  if (elementBytes === null) return textsMisfit(bytes, count);
  if (bytes.byteLength !== count * elementBytes) {
    return `has ${bytes.byteLength} bytes, and its shape takes ${count * elementBytes}`;
  }
  if (datatype === 'BOOL' && bytes.some((byte) => byte > 1)) return 'has a BOOL that is neither 0 nor 1';
  return null;
}

/** Texts are a length and so many bytes each; only the lengths are looked at here. */
function textsMisfit(bytes: Uint8Array, count: number): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let found = 0;
  for (let at = 0; at < bytes.byteLength; found++) {
    if (at + 4 > bytes.byteLength) return 'ends in the middle of a text';
    at += 4 + view.getUint32(at, true);
    if (at > bytes.byteLength) return 'ends in the middle of a text';
  }
  return found === count ? null : `has ${found} texts, and its shape takes ${count}`;
}
