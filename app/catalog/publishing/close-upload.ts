import { and, eq } from 'drizzle-orm';
import type { Viewer } from '#app/accounts/contract.ts';
import type { AppError } from '#app/core/errors.ts';
import { inTransaction } from '#db/client.ts';
import { upload } from '#db/schema/index.ts';
import type { UploadRefusal } from '../contract.ts';
import type { CatalogParts } from '../deps.ts';
import { modelNamed } from '../versions.query.ts';
import type { CheckedCandidate, PublishFields } from './candidate.ts';
import { checkedEvent, receivedEvent, refusedEvent } from './events.ts';

/** An upload that came to nothing. */
export interface FailedUpload {
  uploadId: string;
  viewer: Viewer;
  modelName: string;
  projectId: string;
  receivedAt: number;
  fields: PublishFields;
  /** What was first wrong with it; null when whoever sent it gave up. */
  failure: AppError | null;
  /** Null when it did not get as far as the check, or not through it. */
  checked: CheckedCandidate | null;
}

/** Writes down how an upload ended. Only a refusal of what was sent is an event: nothing else was decided. */
export function closeUpload({ db, clock, ledger }: CatalogParts, failed: FailedUpload): void {
  const { uploadId, projectId, failure } = failed;
  const isRefused = failure !== null && isRefusal(failure);
  inTransaction(db, (tx) => {
    const { changes } = tx
      .update(upload)
      .set({
        state: isRefused ? 'refused' : 'abandoned',
        projectId,
        code: failure?.code ?? null,
        digest: failed.checked?.digest ?? null,
        endedAt: clock.now(),
      })
      .where(and(eq(upload.id, uploadId), eq(upload.state, 'received')))
      .run();
    if (changes === 0 || !isRefused) return;
    const about = { projectId, modelId: modelNamed(db, failed.modelName)?.id };
    ledger.append(tx, receivedEvent(failed, about));
    if (failed.checked) ledger.append(tx, checkedEvent(failed.checked, about));
    ledger.append(tx, refusedEvent(failed, about, failure.code));
  });
}

/** Whether the failure is about what was sent, rather than about the way it came, the sender's rights or us. */
function isRefusal({ code, status }: AppError): boolean {
  return status < 500 && code !== 'FL_UPLOAD_CUT' && !code.startsWith('FL_AUTH_');
}

/** Why it came to nothing, as people are told. */
export function refusalOf({ code, message, fields = {} }: AppError): UploadRefusal {
  return { code, message, fields };
}

interface Told {
  uploadId: string;
  fileName: string | null;
  failure: AppError | null;
}

/** Writes down what happened to an upload, for its page. */
export function keepSteps({ db, progress }: CatalogParts, { uploadId, fileName, failure }: Told): void {
  const steps = progress.stepsOf(uploadId) ?? [];
  db.update(upload)
    .set({ steps, fileName, refusal: failure && refusalOf(failure) })
    .where(eq(upload.id, uploadId))
    .run();
}
