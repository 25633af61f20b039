import { Readable } from 'node:stream';
import type { Viewer } from '#app/accounts/contract.ts';
import { type AppError, appError, asAppError } from '#app/core/errors.ts';
import { upload } from '#db/schema/index.ts';
import { checkModelName, findTarget } from '../access.ts';
import type { BlobHold } from '../blobs/blob-store.ts';
import type { PublishResult, UploadPart } from '../contract.ts';
import type { CatalogParts } from '../deps.ts';
import type { ArrangedFiles, Candidate, CheckedCandidate, PublishFields } from './candidate.ts';
import { closeUpload, keepSteps, refusalOf } from './close-upload.ts';
import { collectFiles, type GivenFile } from './collect-files.ts';
import { isAskAlone } from './describe-task.ts';
import { digestOf } from './digest.ts';
import { publish } from './publish.ts';
import { SIDE_PATHS } from './side-files.ts';
import { readyStep, receivedStep, unpackedStep } from './steps.ts';

/** What is kept of a file's name. */
const LONGEST_NAME = 200;

/** A publish under way. It ends with `finish` or with `abandon`; after a `finish` that failed it must be abandoned. */
export interface Upload {
  /** Known to whoever wants to follow it. */
  readonly id: string;
  /**
   * Stores one file as it streams in.
   * @param name what it is called where it comes from; of `files` its path, and needed
   * @throws FL_UPLOAD_EMPTY, FL_STORAGE_FULL, what the stream fails with
   */
  file(part: UploadPart, stream: Readable, name?: string): Promise<void>;
  /** Makes the version. @throws FL_UPLOAD_NO_MODEL, FL_UPLOAD_SEVERAL, FL_ARCHIVE_* and everything `publish` throws */
  finish(fields: PublishFields): Promise<PublishResult>;
  /** Makes the version while nobody waits; how it goes is told by its events. Abandons it when it fails. */
  finishLater(fields: PublishFields): void;
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
  const sender = { sentByKind: viewer.actor.kind, sentById: viewer.actor.id };
  parts.db
    .insert(upload)
    .values({ id, projectId, modelName: model, state: 'received', receivedAt, ...sender })
    .run();
  parts.progress.begin(id);
  return new UploadInProgress(parts, { ...given, id, projectId });
}

class UploadInProgress implements Upload {
  readonly id: string;
  readonly #parts: CatalogParts;
  readonly #begun: NewUpload & { id: string; projectId: string };
  readonly #beganAtMs: number;
  /** The form may name another project than the one assumed at first. */
  #projectId: string;
  readonly #hold: BlobHold;
  readonly #files: GivenFile[] = [];
  readonly #receiving = new Map<Readable, Promise<void>>();
  #fields: PublishFields = {};
  #checked: CheckedCandidate | null = null;
  #failure: AppError | null = null;
  #finishing: Promise<PublishResult> | null = null;
  #abandoning: Promise<void> | null = null;
  #isPublished = false;

  constructor(parts: CatalogParts, begun: NewUpload & { id: string; projectId: string }) {
    this.id = begun.id;
    this.#parts = parts;
    this.#begun = begun;
    this.#projectId = begun.projectId;
    this.#beganAtMs = parts.clock.monotonicMs();
    this.#hold = parts.blobs.hold(begun.id);
  }

  file(part: UploadPart, stream: Readable, name?: string): Promise<void> {
    if (this.#finishing || this.#abandoning) throw new Error('A file came after the end of its upload.');
    // It may fail before anyone reads it; whoever reads it then meets the failure.
    stream.on('error', () => undefined);
    const file = { part, name: name ?? null, place: this.#receiving.size + this.#files.length };
    const stored = this.#noting(this.#store(file, stream)).finally(() => this.#receiving.delete(stream));
    this.#receiving.set(stream, stored);
    return stored;
  }

  finish(fields: PublishFields): Promise<PublishResult> {
    if (this.#finishing || this.#abandoning) throw new Error('An upload ends once.');
    this.#fields = { ...(this.#begun.project !== undefined && { project: this.#begun.project }), ...fields };
    this.#finishing = this.#noting(this.#complete());
    return this.#finishing;
  }

  finishLater(fields: PublishFields): void {
    const ending = this.finish(fields)
      .then(() => undefined)
      .catch((thrown: unknown) => {
        const error = asAppError(thrown);
        if (error.status >= 500) this.#parts.log.error({ upload: this.id, err: error }, error.message);
        return this.abandon();
      });
    this.#parts.unfinished.add(ending);
    void ending.finally(() => this.#parts.unfinished.delete(ending));
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

  async #store(
    { place, part, name }: Omit<GivenFile, 'received'> & { place: number },
    stream: Readable,
  ): Promise<void> {
    // Left as it is when storing fails: whoever reads the form decides what becomes of its streams.
    const chunks = stream.iterator({ destroyOnReturn: false });
    const received = await this.#hold.receive(`${part}${lettersOf(place)}`, chunks);
    if ((part === 'model' || part === 'bundle') && received.sizeBytes === 0) throw appError('FL_UPLOAD_EMPTY');
    this.#files.push({ part, name, received });
  }

  async #complete(): Promise<PublishResult> {
    await Promise.all(this.#receiving.values());
    const { viewer, model } = this.#begun;
    const { progress } = this.#parts;
    this.#projectId = findTarget(this.#parts, { viewer, model, project: this.#fields.project }).projectId;
    const lastByteAtMs = Math.max(this.#beganAtMs, ...this.#files.map(({ received }) => received.endedAtMs));
    const sizeBytes = this.#files.reduce((sum, { received }) => sum + received.sizeBytes, 0);
    progress.step(this.id, receivedStep(lastByteAtMs - this.#beganAtMs, { count: this.#files.length, sizeBytes }));
    await this.#keepAskAsFile();
    const files = await collectFiles(this.#parts, {
      given: this.#files,
      hold: this.#hold,
      onUnpacked: ({ ms, fileCount }) => progress.step(this.id, unpackedStep(ms, fileCount)),
    });
    const result = await publish(this.#parts, this.#candidate(files, lastByteAtMs), (checked) => {
      this.#checked = checked;
    });
    this.#isPublished = true;
    this.#tellReady(result, lastByteAtMs);
    const isAllKept = result.created && this.#files.every(({ part }) => part !== 'bundle' && part !== 'files');
    await this.#letGo(isAllKept);
    return result;
  }

  /** Where there is no preview.json, the field `ask` may stand in for it, and is kept as that file. */
  async #keepAskAsFile(): Promise<void> {
    const { ask, ...others } = this.#fields;
    const hasPreview = this.#files.some(
      ({ part, name }) => part === 'preview' || name === SIDE_PATHS.preview || name?.endsWith(`/${SIDE_PATHS.preview}`),
    );
    if (ask === undefined || isAskAlone(ask) || hasPreview) return;
    const text = Readable.from([Buffer.from(JSON.stringify(ask))]);
    this.#files.push({ part: 'preview', name: null, received: await this.#hold.receive('preview', text) });
    this.#fields = others;
  }

  #candidate(files: ArrangedFiles, lastByteAtMs: number): Candidate {
    const { id: uploadId, viewer, model: modelName, receivedAt } = this.#begun;
    return {
      uploadId,
      viewer,
      modelName,
      hold: this.#hold,
      files,
      digest: digestOf(files.own),
      fields: this.#fields,
      receivedAt,
      beganAtMs: this.#beganAtMs,
      lastByteAtMs,
      onStep: (step) => this.#parts.progress.step(uploadId, step),
    };
  }

  /** What the sender called the model: the archive, or the model file. */
  #fileName(): string | null {
    const told = this.#files.find(({ part }) => part === 'model' || part === 'bundle');
    const loose = this.#files.find(({ name }) => /\.(onnx|zip|tar|tgz|gz)$/i.test(name ?? ''));
    const name = (told ?? loose)?.name ?? null;
    return name === null ? null : name.slice(name.lastIndexOf('/') + 1).slice(0, LONGEST_NAME);
  }

  #tellReady(result: PublishResult, lastByteAtMs: number): void {
    const { progress, clock } = this.#parts;
    const before = (progress.stepsOf(this.id) ?? []).reduce(
      (sum, { name, ms }) => (name === 'received' ? sum : sum + (ms ?? 0)),
      0,
    );
    progress.step(this.id, readyStep(Math.max(0, clock.monotonicMs() - lastByteAtMs - before)));
    this.#keepSteps(null);
    progress.end(this.id, { event: 'done', data: result });
  }

  /** Only shown: what fails here is left. */
  #keepSteps(failure: AppError | null): void {
    try {
      keepSteps(this.#parts, { uploadId: this.id, fileName: this.#fileName(), failure });
    } catch (error) {
      this.#parts.log.warn({ upload: this.id, err: error }, 'the steps of an upload could not be written down');
    }
  }

  /** What fails here is left to the next start. */
  async #letGo(isAllKept: boolean): Promise<void> {
    try {
      await (isAllKept ? this.#hold.keep() : this.#hold.release());
    } catch (error) {
      this.#parts.log.warn({ upload: this.id, err: error }, 'temporary files of an upload could not be removed');
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
    const failure = this.#failure ?? appError('FL_UPLOAD_CUT');
    this.#keepSteps(failure);
    this.#parts.progress.end(uploadId, { event: 'refused', data: refusalOf(failure) });
  }
}

/** A number in letters: the store knows the files of an upload by names of letters. */
function lettersOf(place: number): string {
  return [...String(place)].map((digit) => String.fromCharCode(97 + Number(digit))).join('');
}
