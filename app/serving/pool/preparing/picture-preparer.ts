import { stat } from 'node:fs/promises';
import { blobPath, type DataFolder } from '#app/core/data-folder.ts';
import { appError } from '#app/core/errors.ts';
import { type PictureRequest, type PreparedHead, preparedHead } from '#app/oip/control.ts';
import { DATATYPE_SIZES } from '#app/oip/tensor.ts';
import type { Frame } from '../../worker/frames.ts';
import { FreshChildren, type FreshLimits, type FreshOptions } from '../fresh/fresh-children.ts';
import { asRefusal, type RefusalRules, readRefusal } from '../fresh/read-refusal.ts';
import { fillInbox } from '../fresh/staging.ts';

export interface PicturePreparerOptions extends Pick<FreshOptions, 'folder' | 'start' | 'log'> {
  limits?: Partial<PictureLimits>;
}

export interface PictureLimits extends FreshLimits {
  timeMs: number;
  /** Most pixels of a picture: telephones make 50 million. */
  pixels: number;
  fileBytes: number;
  /** Room for the pixels of one picture, in several forms at once. */
  roomBytes: number;
}

const LIMITS: PictureLimits = {
  timeMs: 15_000,
  atOnce: 2,
  queueLength: 32,
  pixels: 50_000_000,
  fileBytes: 32 << 20,
  roomBytes: 256 << 20,
};

/** What the picture is called in the inbox. */
const PICTURE = 'picture';
const MOST_BYTES = 128 << 20;
const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const JPEG = Buffer.from('\xff\xd8\xff', 'latin1');
const LOSS = { timeout: 'FL_PICTURE_TIMEOUT', crashed: 'FL_PICTURE_CRASHED' } as const;
const RULES: RefusalRules = { codes: /^FL_PICTURE_/, nonsense: 'FL_PICTURE_CRASHED' };

/** A prepared picture as it is sent on: the head, then the bytes of the tensor and of the PNG. */
export interface PreparedBody {
  head: PreparedHead;
  body: Uint8Array;
}

/** Makes pictures ready, each in a child of its own that has never seen another; a spare child waits for the next. */
export class PicturePreparer {
  readonly #children: FreshChildren;
  readonly #folder: DataFolder;
  readonly #limits: PictureLimits;

  constructor({ folder, start, log, limits }: PicturePreparerOptions) {
    this.#folder = folder;
    this.#limits = { ...LIMITS, ...limits };
    const room = { area: 'preparing-pictures', limits: this.#limits, spareFitsBytes: this.#limits.roomBytes };
    this.#children = new FreshChildren({ folder, start, log, ...room, isSpareLate: true });
  }

  open(): Promise<void> {
    return this.#children.open();
  }

  /** @throws FL_PICTURE_*, FL_REQUEST_INVALID, FL_SERVING_* */
  async prepare({ sha256, tensor, show }: PictureRequest): Promise<PreparedBody> {
    await this.#refuseLarge(sha256);
    const { timeMs, pixels, roomBytes } = this.#limits;
    const wanted = { ...(tensor && { tensor }), ...(show && { show }) };
    return this.#children.use(roomBytes, async ({ child, staging }) => {
      try {
        await fillInbox(staging, [{ path: PICTURE, sha256 }], this.#folder);
        const header = { type: 'picture', id: 1, picture: PICTURE, pixels, ...wanted };
        return readPrepared(await child.ask({ header, timeoutMs: timeMs }), tensor);
      } catch (thrown) {
        throw asRefusal(thrown, LOSS);
      }
    });
  }

  drain(): void {
    this.#children.drain();
  }

  whenIdle(deadlineMs: number): Promise<void> {
    return this.#children.whenIdle(deadlineMs);
  }

  async stop(): Promise<void> {
    await this.#children.stop();
  }

  async #refuseLarge(sha256: string): Promise<void> {
    const file = await stat(blobPath(this.#folder, sha256)).catch(() => null);
    if (file && file.size > this.#limits.fileBytes) {
      const message = `The picture's file is larger than ${this.#limits.fileBytes >> 20} MB. Make it smaller.`;
      throw appError('FL_PICTURE_TOO_LARGE', { message });
    }
  }
}

/** What a picture child says, believed only as far as it fits: a hostile picture may be speaking. */
function readPrepared({ header, body }: Frame, spec: PictureRequest['tensor']): PreparedBody {
  if (header.type === 'refused') throw readRefusal(header, RULES);
  const parsed = preparedHead.safeParse(header);
  const nonsense = (cause?: unknown) => appError('FL_PICTURE_CRASHED', { cause });
  if (!parsed.success) throw nonsense(parsed.error);
  const head = parsed.data;
  const tensorBytes = head.tensor?.sizeBytes ?? 0;
  const isWhole = body.byteLength === tensorBytes + head.imageBytes && body.byteLength <= MOST_BYTES;
  if (!isWhole || !isImage(body.subarray(tensorBytes), spec === undefined)) throw nonsense();
  if ((spec === undefined) !== (head.tensor === null)) throw nonsense();
  if (spec && head.tensor) {
    const count = head.tensor.shape.reduce((product, size) => product * size, 1);
    const isOfSpec = head.tensor.shape.length === spec.layout.length && head.tensor.shape.every((size) => size > 0);
    if (!isOfSpec || tensorBytes !== count * DATATYPE_SIZES[spec.datatype]) throw nonsense();
  }
  return { head, body };
}

/** A browser gets it as what it is called here. */
function isImage(bytes: Uint8Array, mayBeJpeg: boolean): boolean {
  if (PNG.equals(bytes.subarray(0, PNG.length))) return true;
  return mayBeJpeg && JPEG.equals(bytes.subarray(0, JPEG.length));
}
