import { findTarget, type Target } from '../access.ts';
import type { PublishResult, VersionDetail } from '../contract.ts';
import type { CatalogParts } from '../deps.ts';
import {
  hasServed,
  lastVersion,
  modelNamed,
  nextNumber,
  versionNumbered,
  versionWithDigest,
} from '../versions.query.ts';
import type { Candidate, CheckedCandidate } from './candidate.ts';
import { checkCandidate } from './check-candidate.ts';
import type { DescriptionInProgress } from './describer.ts';
import { forgetVersion, loadVersion } from './load-version.ts';
import { publishAgain } from './publish-again.ts';
import { resultOf } from './publish-result.ts';
import { recordVersion } from './record.ts';
import { givenSides } from './side-files.ts';
import { checkSteps, describedStep, loadedStep } from './steps.ts';
import type { FolderFile } from './version-folders.ts';

/**
 * Makes a version of a complete upload: check, then, one at a time for each model, describe, number, put into its
 * folder, load, write down. Until the last step nothing is visible, and a failure undoes the steps before it.
 * @param onChecked told once the check has passed
 * @throws FL_CHECK_*, FL_DESCRIPTION_INVALID, FL_MODEL_*, FL_SERVING_*, FL_AUTH_FORBIDDEN, FL_PROJECT_NOT_FOUND
 */
export async function publish(
  parts: CatalogParts,
  candidate: Candidate,
  onChecked: (checked: CheckedCandidate) => void,
): Promise<PublishResult> {
  const { turns } = parts;
  const { modelName } = candidate;
  if (findKnown(parts, candidate, targetOf(parts, candidate))) {
    return turns.take(modelName, async () => publishAgain(parts, candidate, stillKnown(parts, candidate)));
  }
  const describing = startDescribing(parts, candidate);
  try {
    const checked = await check(parts, candidate);
    onChecked(checked);
    return await turns.take(modelName, async () => {
      // Looked at again: another publish of this name may have come first.
      const target = targetOf(parts, candidate);
      const known = findKnown(parts, candidate, target);
      if (known) return publishAgain(parts, candidate, known);
      return accept(parts, { candidate: checked, target, describing });
    });
  } finally {
    describing.stop();
  }
}

function targetOf(parts: CatalogParts, { viewer, modelName, fields }: Candidate): Target {
  return findTarget(parts, { viewer, model: modelName, project: fields.project });
}

function findKnown({ db }: CatalogParts, { digest, fields }: Candidate, { model }: Target): VersionDetail | null {
  return model && !fields.again ? versionWithDigest(db, model.id, digest) : null;
}

/** A version never goes away, so what was known before the turn came is known now. */
function stillKnown(parts: CatalogParts, candidate: Candidate): VersionDetail {
  const known = findKnown(parts, candidate, targetOf(parts, candidate));
  if (!known) throw new Error('A version is not there any more.');
  return known;
}

function startDescribing({ blobs, describer }: CatalogParts, { files, fields }: Candidate): DescriptionInProgress {
  const { sizeBytes, ...given } = givenSides([...files.sides, ...files.own], blobs.path);
  return describer.start({ ...given, ask: fields.ask }, sizeBytes);
}

async function check(parts: CatalogParts, candidate: Candidate): Promise<CheckedCandidate> {
  const startedAtMs = parts.clock.monotonicMs();
  const result = await checkCandidate(parts, candidate.hold, candidate.files.own);
  const checked = { ...candidate, check: result, checkedAt: parts.clock.now() };
  for (const step of checkSteps(checked, parts.clock.monotonicMs() - startedAtMs)) candidate.onStep(step);
  return checked;
}

interface Acceptable {
  candidate: CheckedCandidate;
  target: Target;
  describing: DescriptionInProgress;
}

async function accept(parts: CatalogParts, { candidate, target, describing }: Acceptable): Promise<PublishResult> {
  const { db, folders, clock } = parts;
  const { modelName: model, check: checked } = candidate;
  const carried = (target.model && lastVersion(db, target.model.id))?.description ?? null;
  const describedFromMs = clock.monotonicMs();
  const described = await describing.complete({ model, facts: checked.facts, report: checked.report, carried });
  candidate.onStep(describedStep(clock.monotonicMs() - describedFromMs, described.description.inputs));
  const number = target.model ? nextNumber(db, target.model.id) : 1;
  const place = { model, number };
  try {
    await folders.put(place, folderFiles(candidate));
    const startedAtMs = clock.monotonicMs();
    await loadVersion(parts, place);
    const loadedMs = clock.monotonicMs() - startedAtMs;
    candidate.onStep(loadedStep(loadedMs));
    recordVersion(parts, { candidate, ...target, number, described, loadedMs });
  } catch (thrown) {
    await undo(parts, place, target);
    throw thrown;
  }
  const row = modelNamed(db, model);
  const made = row && versionNumbered(db, row.id, number);
  if (!made) throw new Error('The version is not there after it was stored.');
  return resultOf(parts, made, { created: true });
}

/** The version's folder: the file to serve, which may be the repaired one, and the files beside it. */
function folderFiles({ files, check: { repaired } }: CheckedCandidate): FolderFile[] {
  const [main, ...others] = files.own;
  return [{ path: main.path, sha256: repaired?.sha256 ?? main.sha256 }, ...others, ...files.sides];
}

/** Takes the folder away again. What fails here is left to the next start; the failure before it is what counts. */
async function undo(parts: CatalogParts, place: { model: string; number: number }, { model }: Target): Promise<void> {
  try {
    await parts.folders.remove(place);
    await forgetVersion(parts, place.model, model !== null && hasServed(parts.db, model.id));
  } catch (error) {
    parts.log.warn({ ...place, err: error }, 'the folder of a version that was not accepted could not be removed');
  }
}
