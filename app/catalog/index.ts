import type { Viewer } from '#app/accounts/contract.ts';
import { appError } from '#app/core/errors.ts';
import { isMember, isPublisher, visibleModel, visibleVersion } from './access.ts';
import { askOf } from './asks.ts';
import { type BlobStore, createBlobStore } from './blobs/blob-store.ts';
import type {
  DescriptionDifferences,
  InputChanges,
  ModelDetail,
  ModelListItem,
  ReferenceRow,
  RevisionView,
  UploadEvent,
  UploadView,
  VersionDetail,
  VersionFiles,
  VersionView,
} from './contract.ts';
import type { CatalogDeps, CatalogParts } from './deps.ts';
import { previewFileOf } from './describing/index.ts';
import type { Description } from './description-format.ts';
import { filesDoor } from './files-door.ts';
import { inputChanges } from './input-changes.ts';
import { createDescriber } from './publishing/describer.ts';
import { followUpload, getUpload, runningUploads, uploadOfVersion } from './publishing/follow-upload.ts';
import { createProgress } from './publishing/progress.ts';
import { beginUpload, type NewUpload, type Upload } from './publishing/upload.ts';
import { createVersionFolders } from './publishing/version-folders.ts';
import { recover } from './recovery.ts';
import {
  describeVersion,
  differencesSinceBefore,
  listRevisions,
  restoreDescription,
  revisionBody,
  tryDescription,
} from './revising.ts';
import { type ImportOptions, importSamples } from './samples.ts';
import { announce, type Named, retire } from './steering.ts';
import { createTurns } from './turns.ts';
import { isBlobReferenced, modelsIn, newestOf, versionAt, versionBefore, versionsOf } from './versions.query.ts';

export type { BlobStore } from './blobs/blob-store.ts';
export type { CatalogDeps } from './deps.ts';
export { possibleInputKinds, possibleOutputKinds } from './describing/index.ts';
export type { PublishFields } from './publishing/candidate.ts';
export type { Upload } from './publishing/upload.ts';

/** Asks, models, versions and their descriptions, and the way from a file to a version. */
export interface Catalog {
  /**
   * Checks name and right to publish before the body is read.
   * @throws FL_MODEL_BAD_NAME, FL_AUTH_FORBIDDEN, FL_PROJECT_NOT_FOUND, FL_MODEL_OTHER_PROJECT
   */
  beginUpload(given: NewUpload): Upload;
  /** For whoever sent it and the publishers of its project. @throws FL_UPLOAD_NOT_FOUND for everyone else too */
  getUpload(viewer: Viewer, id: string): UploadView;
  /** What the viewer sent and what is still under way, the newest first. */
  runningUploads(viewer: Viewer): UploadView[];
  /** The upload that a version was made of, for links to its page. */
  uploadOfVersion(versionId: string): string | null;
  /**
   * Hands on the events of an upload after a given one (0: all), those of the past at once, up to the last.
   * @returns how to stop; null when the last one has been handed on
   * @throws FL_UPLOAD_NOT_FOUND
   */
  followUpload(
    given: { viewer: Viewer; id: string; after: number },
    listener: (event: UploadEvent) => void,
  ): (() => void) | null;
  /**
   * What changed in the inputs since the version before; null of the first.
   * @throws FL_MODEL_NOT_FOUND, FL_VERSION_NOT_FOUND
   */
  inputChanges(viewer: Viewer, name: string, number: number): InputChanges | null;
  /** A picture of an example: where it lies. @throws FL_MODEL_NOT_FOUND, FL_VERSION_NOT_FOUND, FL_EXAMPLE_NOT_FOUND */
  examplePicture(viewer: Viewer, name: string, given: { number: number; path: string }): string;
  /** Whether a version of the model came with this file as the picture of an example. */
  isExamplePicture(modelId: string, sha256: string): boolean;
  /** SHA-256 of a file that came with a version, such as its tokenizer; null when it has no such file. */
  ownFile(versionId: string, path: string): string | null;
  /** Where the bytes of files lie: whoever needs one before a row refers to it holds it. */
  blobs: BlobStore;
  /**
   * What a version was made of, for whoever may see it: its own files as they were sent, and its card as text.
   * @throws FL_MODEL_NOT_FOUND, FL_VERSION_NOT_FOUND
   */
  versionFiles(viewer: Viewer, name: string, number: number): Promise<VersionFiles>;
  /**
   * An own file of a version as it was sent, for publishers and admins of its project.
   * @throws FL_MODEL_NOT_FOUND, FL_VERSION_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_NOT_FOUND
   */
  originalFile(
    viewer: Viewer,
    name: string,
    given: { number: number; path: string },
  ): { path: string; location: string };
  /** SHA-256 of the reference rows of a version; null without any. */
  referenceOf(versionId: string): string | null;
  /**
   * The reference rows of a version by field key, `limit` at most, true answers or not. Takes its time: for a job.
   * @throws FL_VERSION_NOT_FOUND, FL_DESCRIPTION_INVALID when the file cannot be read
   */
  readRows(
    versionId: string,
    limit: number,
  ): Promise<{ version: VersionDetail; sha256: string | null; rows: ReferenceRow[] }>;
  /** Settles once no upload goes on in the background; before the database is closed. */
  settle(): Promise<void>;
  /** The models one may see, by name. */
  listModels(viewer: Viewer): ModelListItem[];
  /** @throws FL_MODEL_NOT_FOUND */
  getModel(viewer: Viewer, name: string): ModelDetail;
  /**
   * A version with its newest description. `newest` is the newest announced one; where none is announced the newest
   * ready one, for those who may see it, else the newest retired one.
   * @throws FL_MODEL_NOT_FOUND, FL_VERSION_NOT_FOUND
   */
  getVersion(viewer: Viewer, name: string, number: number | 'newest'): VersionDetail;
  /** A version with one certain description revision, for a stored run; asks nobody's rights. @throws FL_VERSION_NOT_FOUND */
  versionOfRun(given: { versionId: string; descriptionId: string }): VersionDetail;
  /**
   * Corrects what the portal knows of a version; `changes` has keys of preview.json, and three words of its own: `order`
   * (keys of the fields), `renamedFrom` in the change of an input (its key in the version before; null: it is another
   * field), and `descriptionRevision` (the revision the changes were made on). A new revision.
   * @throws FL_MODEL_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_VERSION_NOT_FOUND, FL_DESCRIPTION_STALE, FL_DESCRIPTION_INVALID
   *   with fields
   */
  describe(viewer: Viewer, name: string, number: number, changes: Record<string, unknown>): Promise<VersionDetail>;
  /** What the description would be with these changes; nothing is kept. @throws what `describe` throws */
  tryDescription(named: Named, changes: Record<string, unknown>): Description;
  /**
   * A new revision that says what an older one says.
   * @throws FL_MODEL_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_VERSION_NOT_FOUND, FL_DESCRIPTION_STALE, FL_DESCRIPTION_NO_REVISION
   */
  restoreDescription(named: Named, given: { revision: number; from?: number | undefined }): Promise<VersionDetail>;
  /** Revisions of a description, the newest first. @throws FL_MODEL_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_VERSION_NOT_FOUND */
  listRevisions(named: Named, page: { limit: number; before?: number | undefined }): RevisionView[];
  /** What a certain revision says. @throws what `listRevisions` throws, FL_DESCRIPTION_NO_REVISION */
  revisionBody(named: Named, revision: number): Description;
  /** What is different in words since the version before; null of the first. @throws what `listRevisions` throws */
  differencesSinceBefore(named: Named): DescriptionDifferences | null;
  /** The description of a version as a `preview.json`. @throws FL_MODEL_NOT_FOUND, FL_VERSION_NOT_FOUND */
  previewFile(viewer: Viewer, name: string, number: number): Record<string, unknown>;
  /** @throws FL_MODEL_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_VERSION_NOT_FOUND, FL_VERSION_RETIRED */
  announce(viewer: Viewer, name: string, number: number): Promise<VersionView>;
  /** Serving lets go of the version; pages and runs stay. @throws FL_MODEL_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_VERSION_NOT_FOUND */
  retire(viewer: Viewer, name: string, number: number): Promise<VersionView>;
  /**
   * Publishes every version in a folder laid out like the model repository into the project of the samples.
   * @throws what may be over the next time; doing it again goes on where it ended
   */
  importSamples(samplesDir: string, options?: ImportOptions): Promise<void>;
  /** At the start, before anyone is listened to: closes or removes what an interrupted process left. */
  recover(): Promise<void>;
}

export function createCatalog(deps: CatalogDeps): Catalog {
  const { db, folder, clock, ids } = deps;
  const parts: CatalogParts = {
    ...deps,
    blobs: createBlobStore({
      folder,
      clock,
      isReferenced: (sha256) => isBlobReferenced(db, sha256) || (deps.isBlobNeeded?.(sha256) ?? false),
    }),
    folders: createVersionFolders({ folder, newName: () => ids.secret().slice(0, 16) }),
    describer: createDescriber(),
    turns: createTurns(),
    progress: createProgress(),
    unfinished: new Set(),
  };
  return {
    beginUpload: (given) => beginUpload(parts, given),
    getUpload: (viewer, id) => getUpload(parts, viewer, id),
    runningUploads: (viewer) => runningUploads(parts, viewer),
    uploadOfVersion: (versionId) => uploadOfVersion(parts, versionId),
    followUpload: (given, listener) => followUpload(parts, given, listener),
    inputChanges: (viewer, name, number) => {
      const { modelId, description } = visibleVersion(parts, viewer, {
        model: visibleModel(parts, viewer, name),
        number,
      });
      const before = versionBefore(db, modelId, number);
      if (!before) return null;
      return { since: before.number, changes: inputChanges(before.description.inputs, description.inputs) };
    },
    ...filesDoor(parts),
    settle: async () => {
      while (parts.unfinished.size > 0) await Promise.all(parts.unfinished);
    },
    listModels: (viewer) => listModels(parts, viewer),
    getModel: (viewer, name) => {
      const model = visibleModel(parts, viewer, name);
      const versions = versionsOf(db, model, !isPublisher(viewer, model.projectId));
      return { ...model, ask: askOf(db, model.id), versions };
    },
    getVersion: (viewer, name, number) => {
      const model = visibleModel(parts, viewer, name);
      return visibleVersion(parts, viewer, { model, number });
    },
    versionOfRun: ({ versionId, descriptionId }) => {
      const found = versionAt(db, versionId, descriptionId);
      if (!found) throw appError('FL_VERSION_NOT_FOUND');
      return found;
    },
    // biome-ignore lint/complexity/useMaxParams: as the door says
    describe: async (viewer, model, number, changes) => describeVersion(parts, { viewer, model, number }, changes),
    tryDescription: (named, changes) => tryDescription(parts, named, changes),
    restoreDescription: async (named, given) => restoreDescription(parts, named, given),
    listRevisions: (named, page) => listRevisions(parts, named, page),
    revisionBody: (named, revision) => revisionBody(parts, named, revision),
    differencesSinceBefore: (named) => differencesSinceBefore(parts, named),
    previewFile: (viewer, name, number) => {
      const model = visibleModel(parts, viewer, name);
      return previewFileOf(visibleVersion(parts, viewer, { model, number }).description);
    },
    announce: async (viewer, model, number) => announce(parts, { viewer, model, number }),
    retire: async (viewer, model, number) => retire(parts, { viewer, model, number }),
    importSamples: (samplesDir, options) => importSamples(parts, samplesDir, options),
    recover: () => recover(parts),
  };
}

/** With one query for those who see everything of a project and one for those who see what was announced. */
function listModels({ db }: CatalogParts, viewer: Viewer): ModelListItem[] {
  const projectIds = viewer.isAdmin ? null : Object.keys(viewer.roles).filter((id) => isMember(viewer, id));
  const models = modelsIn(db, projectIds);
  const isOwn = ({ projectId }: { projectId: string }) => isPublisher(viewer, projectId);
  const own = newestOf(db, models.filter(isOwn), false);
  const shared = newestOf(
    db,
    models.filter((model) => !isOwn(model)),
    true,
  );
  return models
    .map((model) => ({ ...model, newest: own.get(model.id) ?? shared.get(model.id) ?? null }))
    .filter((model) => model.newest !== null || isOwn(model));
}
