import { Readable } from 'node:stream';
import type { Viewer } from '#app/accounts/contract.ts';
import { type AppError, appError, asAppError } from '#app/core/errors.ts';
import { upload } from '#db/schema/index.ts';
import { checkModelName, findTarget } from '../access.ts';
import type { BlobHold } from '../blobs/blob-store.ts';
import type { Received } from '../blobs/receive.ts';
import type { PublishResult, UploadPart } from '../contract.ts';
import type { CatalogParts } from '../deps.ts';
import type { Candidate, CheckedCandidate, PublishFields } from './candidate.ts';
import { MAIN_FILE } from './check-candidate.ts';
import { closeUpload } from './close-upload.ts';
import { isAskAlone } from './describe-task.ts';
import { digestOf } from './digest.ts';
import { publish } from './publish.ts';

/** A publish under way. It ends with `finish` or with `abandon`; after a `finish` that failed it must be abandoned. */
export interface Upload {
  /** Stores one file as it streams in. @throws FL_UPLOAD_EMPTY, FL_STORAGE_FULL, what the stream fails with */
  file(part: UploadPart, stream: Readable): Promise<void>;
  /** Makes the version. @throws FL_UPLOAD_NO_MODEL and everything `publish` throws */
  finish(fields: PublishFields): Promise<PublishResult>;
  /** Leaves nothing behind but how it ended. Never rejects; harmless after `finish` and when called again. */
  abandon(): Promise<void>;
}

export interface NewUpload {
  viewer: Viewer;
  /** Name of the model. */
  model: string;
  /** Wall clock, ms: when the first byte came. */
  receivedAt: number;
  /** Short name of the project; the form may name it later. */
  project?: string;
}

/** @throws FL_MODEL_BAD_NAME, FL_AUTH_FORBIDDEN, FL_PROJECT_NOT_FOUND, FL_MODEL_OTHER_PROJECT */
export function beginUpload(parts: CatalogParts, given: NewUpload): Upload {
  const { viewer, model, receivedAt, project } = given;
  checkModelName(model);
  const { projectId } = findTarget(parts, { viewer, model, project, isEarly: true });
  const id = parts.ids.next('upload');
  parts.db.insert(upload).values({ id, projectId, modelName: model, state: 'received', receivedAt }).run();
  return new UploadInProgress(parts, { ...given, id, projectId });
}

class UploadInProgress implements Upload {
  readonly #parts: CatalogParts;
  readonly #begun: NewUpload & { id: string; projectId: string };
  readonly #beganAtMs: number;
  /** The form may name another project than the one assumed at first. */
  #projectId: string;
  readonly #hold: BlobHold;
  readonly #files = new Map<UploadPart, Received>();
  readonly #receiving = new Map<Readable, Promise<void>>();
  #fields: PublishFields = {};
  #checked: CheckedCandidate | null = null;
  #failure: AppError | null = null;
  #finishing: Promise<PublishResult> | null = null;
  #abandoning: Promise<void> | null = null;
  #isPublished = false;

  constructor(parts: CatalogParts, begun: NewUpload & { id: string; projectId: string }) {
    this.#parts = parts;
    this.#begun = begun;
    this.#projectId = begun.projectId;
    this.#beganAtMs = parts.clock.monotonicMs();
    this.#hold = parts.blobs.hold(begun.id);
  }

  file(part: UploadPart, stream: Readable): Promise<void> {
    if (this.#finishing || this.#abandoning) throw new Error('A file came after the end of its upload.');
    // It may fail before anyone reads it; whoever reads it then meets the failure.
    stream.on('error', () => undefined);
    const stored = this.#noting(this.#store(part, stream)).finally(() => this.#receiving.delete(stream));
    this.#receiving.set(stream, stored);
    return stored;
  }

  finish(fields: PublishFields): Promise<PublishResult> {
    if (this.#finishing || this.#abandoning) throw new Error('An upload ends once.');
    this.#fields = { ...(this.#begun.project !== undefined && { project: this.#begun.project }), ...fields };
    this.#finishing = this.#noting(this.#complete());
    return this.#finishing;
  }

  abandon(): Promise<void> {
    this.#abandoning ??= this.#end();
    return this.#abandoning;
  }

  /** The first failure is the reason; those after it follow from it. */
  async #noting<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (thrown) {
      const error = asAppError(thrown);
      this.#failure ??= error;
      throw error;
    }
  }

  async #store(part: UploadPart, stream: Readable): Promise<void> {
    // Left as it is when storing fails: whoever reads the form decides what becomes of its streams.
    const received = await this.#hold.receive(part, stream.iterator({ destroyOnReturn: false }));
    if (part === 'model' && received.sizeBytes === 0) throw appError('FL_UPLOAD_EMPTY');
    this.#files.set(part, received);
  }

  async #complete(): Promise<PublishResult> {
    await Promise.all(this.#receiving.values());
    const { viewer, model } = this.#begun;
    this.#projectId = findTarget(this.#parts, { viewer, model, project: this.#fields.project }).projectId;
    const modelFile = this.#files.get('model');
    if (!modelFile) throw appError('FL_UPLOAD_NO_MODEL');
    const lastByteAtMs = Math.max(...[...this.#files.values()].map(({ endedAtMs }) => endedAtMs));
    await this.#keepAskAsFile();
    const result = await publish(this.#parts, this.#candidate(modelFile, lastByteAtMs), (checked) => {
      this.#checked = checked;
    });
    this.#isPublished = true;
    await this.#letGo(result.created);
    return result;
  }

  /** Where there is no preview.json, the field `ask` may stand in for it, and is kept as that file. */
  async #keepAskAsFile(): Promise<void> {
    const { ask, ...others } = this.#fields;
    if (ask === undefined || isAskAlone(ask) || this.#files.has('preview')) return;
    const text = Readable.from([Buffer.from(JSON.stringify(ask))]);
    this.#files.set('preview', await this.#hold.receive('preview', text));
    this.#fields = others;
  }

  #candidate(modelFile: Received, lastByteAtMs: number): Candidate {
    const { id: uploadId, viewer, model: modelName, receivedAt } = this.#begun;
    const files = this.#files;
    const digest = digestOf([{ path: MAIN_FILE, sha256: modelFile.sha256 }]);
    const arrived = { receivedAt, beganAtMs: this.#beganAtMs, lastByteAtMs };
    return {
      uploadId,
      viewer,
      modelName,
      hold: this.#hold,
      files,
      modelFile,
      digest,
      fields: this.#fields,
      ...arrived,
    };
  }

  /** What fails here is left to the next start. */
  async #letGo(isRecorded: boolean): Promise<void> {
    try {
      await (isRecorded ? this.#hold.keep() : this.#hold.release());
    } catch (error) {
      this.#parts.log.warn({ upload: this.#begun.id, err: error }, 'temporary files of an upload could not be removed');
    }
  }

  async #end(): Promise<void> {
    await this.#finishing?.catch(() => undefined);
    if (this.#isPublished) return;
    for (const stream of this.#receiving.keys()) stream.destroy(appError('FL_UPLOAD_CUT'));
    await Promise.allSettled(this.#receiving.values());
    await this.#letGo(false);
    const { id: uploadId, viewer, model: modelName, receivedAt } = this.#begun;
    const about = { uploadId, viewer, modelName, projectId: this.#projectId, receivedAt };
    try {
      closeUpload(this.#parts, { ...about, fields: this.#fields, failure: this.#failure, checked: this.#checked });
    } catch (error) {
      // A disk that is still full, say. The next start closes the upload.
      this.#parts.log.warn({ upload: uploadId, err: error }, 'how an upload ended could not be written down');
    }
  }
}
