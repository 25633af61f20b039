import type { Viewer } from '#app/accounts/contract.ts';
import { authorize } from '#app/accounts/index.ts';
import { appError } from '#app/core/errors.ts';
import { visibleModel, visibleVersion } from './access.ts';
import type { CatalogParts } from './deps.ts';
import { readRows, referenceOf } from './reference-rows.ts';
import { originalFile, versionFiles } from './version-files.ts';
import { filesOf, isExamplePicture } from './versions.query.ts';

/** The part of the door that leads to the files of versions; `index.ts` says what each does. */
export function filesDoor(parts: CatalogParts) {
  const { db } = parts;
  const visible = (viewer: Viewer, name: string, number: number) =>
    visibleVersion(parts, viewer, { model: visibleModel(parts, viewer, name), number });
  return {
    examplePicture: (viewer: Viewer, name: string, { number, path }: { number: number; path: string }) => {
      const { id, description } = visible(viewer, name, number);
      const isNamed = description.examples.some(({ image }) => image === path);
      const file = isNamed && filesOf(db, id).find((one) => one.role === 'side' && one.path === path);
      if (!file) throw appError('FL_EXAMPLE_NOT_FOUND');
      return parts.blobs.path(file.sha256);
    },
    isExamplePicture: (modelId: string, sha256: string) => isExamplePicture(db, modelId, sha256),
    ownFile: (versionId: string, path: string) =>
      filesOf(db, versionId).find((file) => file.role !== 'served' && file.path === path)?.sha256 ?? null,
    blobs: parts.blobs,
    versionFiles: async (viewer: Viewer, name: string, number: number) =>
      versionFiles(parts, visible(viewer, name, number).id),
    originalFile: (viewer: Viewer, name: string, { number, path }: { number: number; path: string }) => {
      const version = visible(viewer, name, number);
      authorize(viewer, 'publish', { projectId: version.projectId });
      return originalFile(parts, version.id, path);
    },
    referenceOf: (versionId: string) => referenceOf(parts, versionId),
    readRows: (versionId: string, limit: number) => readRows(parts, versionId, limit),
  };
}
