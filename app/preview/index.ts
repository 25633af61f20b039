import type { Viewer } from '#app/accounts/contract.ts';
import { authorize, can } from '#app/accounts/index.ts';
import type { VersionDetail } from '#app/catalog/contract.ts';
import type { FieldValue } from '#app/catalog/description-format.ts';
import { appError } from '#app/core/errors.ts';
import { type Answered, type AskingDeps, type AskOptions, ask } from './asking.ts';
import type { FormField, RunView } from './contract.ts';
import { formFields } from './form/form-fields.ts';
import { parseForm } from './form/parse-form.ts';
import { findRun, type RunDeps, type RunRow, runView, storeRun } from './runs.ts';

interface RunQuestion {
  viewer: Viewer;
  model: string;
  version: number | 'newest';
  /** Values by field key in the model's own unit; missing keys take their default. */
  inputs: Record<string, unknown>;
  source: RunView['source'];
  signal?: AbortSignal | undefined;
}

/** Trying models out: forms, questions, answers and the runs that are kept of them. */
export interface Preview {
  /** The form of a version with these values in it, else with the defaults. */
  formFields(version: VersionDetail, values?: Record<string, FieldValue>): FormField[];
  /** A posted form as values by field key in the model's own unit. What does not fit is refused by `answer` and `run`. */
  parseForm(version: VersionDetail, form: URLSearchParams): Record<string, unknown>;
  /**
   * Asks without storing. Missing keys take their default.
   * @throws FL_INPUT_INVALID with fields, FL_RUN_*, FL_SERVING_*, FL_VERSION_RETIRED, FL_MODEL_CANNOT_LOAD; what the
   *   signal was aborted with
   */
  answer(version: VersionDetail, inputs: Record<string, unknown>, options?: AskOptions): Promise<Answered>;
  /**
   * Asks, and keeps question and answer.
   * @throws what `answer` throws, FL_MODEL_NOT_FOUND, FL_VERSION_NOT_FOUND, FL_AUTH_*
   */
  run(given: RunQuestion): Promise<RunView>;
  /** For members of the project and whoever made it. @throws FL_RUN_NOT_FOUND for everyone else too */
  getRun(viewer: Viewer, id: string): RunView & { version: VersionDetail };
}

/** What the preview asks the catalog for. */
interface CatalogDoor {
  getVersion(viewer: Viewer, name: string, number: number | 'newest'): VersionDetail;
  versionOfRun(given: { versionId: string; descriptionId: string }): VersionDetail;
}

export function createPreview(deps: RunDeps & AskingDeps & { catalog: CatalogDoor }): Preview {
  const { db, catalog } = deps;
  return {
    formFields,
    parseForm,
    answer: (version, inputs, options) => ask(deps, { version, inputs }, options),
    run: async ({ viewer, model, version: number, inputs, source, signal }) => {
      const version = catalog.getVersion(viewer, model, number);
      authorize(viewer, 'try', { projectId: version.projectId, versionState: version.state });
      const answered = await ask(deps, { version, inputs }, { signal });
      return runView(storeRun(deps, { ...answered, viewer, version, source }), version);
    },
    getRun: (viewer, id) => {
      const row = findRun(db, id);
      if (!row) throw appError('FL_RUN_NOT_FOUND');
      const { versionId, descriptionId } = row;
      const version = catalog.versionOfRun({ versionId, descriptionId });
      if (!isMaker(viewer, row) && !can(viewer, 'try', { projectId: version.projectId })) {
        throw appError('FL_RUN_NOT_FOUND');
      }
      return { ...runView(row, version), version };
    },
  };
}

function isMaker({ actor }: Viewer, row: RunRow): boolean {
  return actor.kind === row.actorKind && actor.id === row.actorId;
}
