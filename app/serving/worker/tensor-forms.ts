import { DATATYPE_SIZES, type Tensor } from '#app/oip/tensor.ts';
import type { PackedTensor } from './messages.ts';

/**
 * How tensors look in a header, and their bytes in a body. Lists of tensors that travel together mostly look alike, so
 * each look is written, read and judged once, as a form.
 */
export interface FormWriter<T> {
  /** Adds the bytes; answers the place of the form. */
  add(tensors: readonly Tensor[], more: T): number;
  forms: { packed: PackedTensor[]; more: T }[];
  parts: Uint8Array[];
}

/** Looks further back than this cost more than a form that is written twice. */
const COMPARED = 4;

/** @param isSame whether what belongs to a form besides its tensors is the same */
export function createFormWriter<T>(isSame: (a: T, b: T) => boolean): FormWriter<T> {
  const writer: FormWriter<T> = {
    forms: [],
    parts: [],
    add: (tensors, more) => {
      for (const { bytes } of tensors) writer.parts.push(bytes);
      const { forms } = writer;
      for (let place = forms.length - 1; place >= 0 && place >= forms.length - COMPARED; place--) {
        const form = forms[place];
        if (form && isAlike(form.packed, tensors) && isSame(form.more, more)) return place;
      }
      return forms.push({ packed: tensors.map(packed), more }) - 1;
    },
  };
  return writer;
}

function packed({ name, datatype, shape, bytes }: Tensor): PackedTensor {
  return { name, datatype, shape, sizeBytes: bytes.byteLength };
}

function isAlike(form: readonly PackedTensor[], tensors: readonly Tensor[]): boolean {
  return form.length === tensors.length && form.every((one, place) => isLike(one, tensors[place]));
}

function isLike(form: PackedTensor, tensor: Tensor | undefined): boolean {
  return (
    tensor !== undefined &&
    form.sizeBytes === tensor.bytes.byteLength &&
    form.name === tensor.name &&
    form.datatype === tensor.datatype &&
    form.shape.length === tensor.shape.length &&
    form.shape.every((n, place) => n === tensor.shape[place])
  );
}

/** Reads lists of tensors whose bytes follow each other in one body; they are views of it. */
export interface FormReader {
  /** @throws when there is no such form, or the body ends before it */
  take(form: number): Tensor[];
  /** @throws when bytes are left */
  expectEnd(): void;
}

/** @throws when what should be forms are none: the other side may be lying */
export function createFormReader(forms: readonly unknown[], body: Uint8Array): FormReader {
  for (const form of forms) {
    if (!Array.isArray(form)) throw new Error('tensors are not a list');
    form.forEach(checkPacked);
  }
  const checked = forms as readonly PackedTensor[][];
  let offset = 0;
  return {
    take: (place) => {
      const form = checked[place];
      if (!form) throw new Error('there is no such form');
      return form.map(({ name, datatype, shape, sizeBytes }) => {
        const end = offset + sizeBytes;
        if (end > body.byteLength) throw new Error('the tensors and the body differ in size');
        const bytes = body.subarray(offset, end);
        offset = end;
        return { name, datatype, shape, bytes };
      });
    },
    expectEnd: () => {
      if (offset !== body.byteLength) throw new Error('the tensors and the body differ in size');
    },
  };
}

function checkPacked({ name, datatype, shape, sizeBytes }: PackedTensor): void {
  if (typeof name !== 'string' || !Object.hasOwn(DATATYPE_SIZES, datatype) || !isWhole(sizeBytes)) {
    throw new Error('a tensor has no name, datatype or size');
  }
  if (!Array.isArray(shape) || !shape.every(isWhole)) throw new Error('a tensor has no shape');
  const size = DATATYPE_SIZES[datatype];
  if (size !== null && shape.reduce((product, n) => product * n, size) !== sizeBytes) {
    throw new Error('the shape of a tensor and its bytes differ');
  }
}

function isWhole(n: unknown): n is number {
  return Number.isSafeInteger(n) && (n as number) >= 0;
}
