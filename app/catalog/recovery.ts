import { eq } from 'drizzle-orm';
import { model, upload, version, versionFile } from '#db/schema/index.ts';
import type { CatalogParts } from './deps.ts';
import { loadOnceUp } from './publishing/load-version.ts';
import type { FolderFile, FolderPlace } from './publishing/version-folders.ts';

/** Versions looked at in one go. */
const AT_ONCE = 32;

/**
 * Puts the data folder right after a process that ended in the middle of something: the rows say what is real. Runs
 * before anyone is listened to. One version that cannot be mended is logged and does not hold up the start.
 */
export async function recover(parts: CatalogParts): Promise<void> {
  const { db, clock, blobs, folders } = parts;
  await folders.removeStaging();
  await removeStrays(parts);
  await mendFolders(parts);
  await blobs.recover();
  // Last: as long as they are open, the next start knows that there was something in progress.
  db.update(upload).set({ state: 'abandoned', endedAt: clock.now() }).where(eq(upload.state, 'received')).run();
}

/** Folders no version stands for: those of interrupted publishes are removed, those someone put there set aside. */
async function removeStrays({ db, folders, log }: CatalogParts): Promise<void> {
  const real = new Set(
    db
      .select({ name: model.name, number: version.number })
      .from(version)
      .innerJoin(model, eq(model.id, version.modelId))
      .all()
      .map(({ name, number }) => `${name}/${number}`),
  );
  const interrupted = new Set(
    db
      .select({ name: upload.modelName })
      .from(upload)
      .where(eq(upload.state, 'received'))
      .all()
      .map(({ name }) => name),
  );
  for (const place of await folders.list()) {
    if (real.has(`${place.model}/${place.number}`)) continue;
    if (interrupted.has(place.model)) {
      await folders.remove(place);
      continue;
    }
    await folders.setAside(place);
    log.warn(place, 'a folder in the model repository that no version stands for was set aside');
  }
}

type FileRow = typeof versionFile.$inferSelect;

/** Every version in use has its folder, a retired one has none. */
async function mendFolders(parts: CatalogParts): Promise<void> {
  const filesByVersion = new Map<string, FileRow[]>();
  for (const file of parts.db.select().from(versionFile).all()) {
    filesByVersion.set(file.versionId, [...(filesByVersion.get(file.versionId) ?? []), file]);
  }
  const versions = parts.db
    .select({ id: version.id, state: version.state, model: model.name, number: version.number })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .all();
  const mended = new Set<string>();
  async function mend({ id, state, ...place }: (typeof versions)[number]): Promise<void> {
    try {
      if (state === 'retired') await parts.folders.remove(place);
      else if (await makeAgain(parts, place, folderFiles(filesByVersion.get(id) ?? []))) mended.add(place.model);
    } catch (error) {
      parts.log.error({ ...place, err: error }, 'the folder of a version could not be made again');
    }
  }
  for (let at = 0; at < versions.length; at += AT_ONCE) {
    await Promise.all(versions.slice(at, at + AT_ONCE).map(mend));
  }
  for (const name of mended) void loadOnceUp(parts, name);
}

/** The model's own files, the main one as it is served, and the files beside it. */
function folderFiles(rows: readonly FileRow[]): FolderFile[] {
  const served = rows.filter(({ role }) => role === 'served');
  const replaced = new Set(served.map(({ path }) => path));
  return [...served, ...rows.filter(({ role, path }) => role !== 'served' && !replaced.has(path))];
}

async function makeAgain({ folders, log }: CatalogParts, place: FolderPlace, files: FolderFile[]): Promise<boolean> {
  if (await folders.isWhole(place, files)) return false;
  await folders.putAgain(place, files);
  log.warn(place, 'the folder of a version was made again');
  return true;
}
