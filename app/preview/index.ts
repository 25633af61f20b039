import type { Viewer } from '#app/accounts/contract.ts';
import { authorize, can } from '#app/accounts/index.ts';
import type { VersionDetail } from '#app/catalog/contract.ts';
import type { DescribedOutput, FieldValue } from '#app/catalog/description-format.ts';
import type { Catalog } from '#app/catalog/index.ts';
import { appError } from '#app/core/errors.ts';
import type { Transaction } from '#db/client.ts';
import { accuracyOf } from './accuracy/accuracy-view.ts';
import { forgetAccuracy, measureAccuracy } from './accuracy/measure.ts';
import { type Answered, type AskingDeps, type AskOptions, ask } from './asking.ts';
import { countDecisions } from './bands/count-decisions.ts';
import { versionsWithoutScores } from './bands/reference-scores.ts';
import type {
  AccuracyView,
  AnsweredRow,
  DecisionCount,
  FormField,
  HandedOver,
  LiveAnswer,
  QuestionDetails,
  RecentRun,
  RunView,
  StudyView,
} from './contract.ts';
import { renderCard } from './details/card.ts';
import { type Addresses, questionDetails } from './details/details.ts';
import { formFields } from './form/form-fields.ts';
import { parseForm } from './form/parse-form.ts';
import { readRow } from './form/paste-row.ts';
import { type GivenValues, readQuery } from './form/prefill.ts';
import { createPreparing, type PreparingDeps } from './preparing/preparing.ts';
import { handOver, type ShownPicture, showPicture } from './preparing/views.ts';
import { filesIn, findRun, type RunDeps, type RunRow, runView, storeRun } from './runs.ts';
import { makeStudy } from './study/make-study.ts';
import { createStudies } from './study/studies.ts';
import type { Study } from './study/study.ts';
import { answerRows } from './trying/answer-rows.ts';
import { createLiveAnswers } from './trying/live-answers.ts';
import { recentRuns } from './trying/recent-runs.query.ts';
import { answerLive, holdAnswer, keepLive, runExample } from './trying/trying.ts';

export { showNumber, shownRange, shownUnit, withShownUnit } from './display-unit.ts';
export { parseShownNumber } from './form/shown-number.ts';

/** Somebody asks a version, as the catalog gave it to them: reading it again would cost more than the question. */
interface Asked {
  viewer: Viewer;
  version: VersionDetail;
  signal?: AbortSignal | undefined;
}

interface RunQuestion extends Asked {
  /** Values by field key in the model's own unit; missing keys take their default. */
  inputs: Record<string, unknown>;
  source: RunView['source'];
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
   * @throws what `answer` throws, FL_AUTH_*
   */
  run(given: RunQuestion): Promise<RunView>;
  /** The values an address names, `?<key>=<value>` in the model's own unit, and those that do not fit. */
  readQuery(version: VersionDetail, query: URLSearchParams): GivenValues;
  /** A row pasted from a spreadsheet as values by field key. @throws FL_ROW_INVALID with what is wrong per cell */
  readRow(version: VersionDetail, text: string): Record<string, FieldValue>;
  /** Answers up to a hundred pasted rows without storing them. @throws FL_ROW_INVALID, what `run` throws */
  answerRows(given: Asked & { text: string }): Promise<AnsweredRow[]>;
  /** Asks, and holds the answer for ten minutes without storing it. @throws what `run` throws */
  answerLive(given: Asked & { inputs: Readonly<Record<string, unknown>> }): Promise<LiveAnswer>;
  /** Holds an answer that a page shows. */
  hold(given: { viewer: Viewer; version: VersionDetail; answered: Answered }): LiveAnswer;
  /**
   * Stores a held answer exactly as it was shown, once however often it is asked for.
   * @throws FL_RUN_LIVE_GONE, FL_AUTH_FORBIDDEN
   */
  keepLive(given: { viewer: Viewer; live: string }): { run: RunView; created: boolean };
  /** Runs an example by its place; stored once per version and person. @throws FL_EXAMPLE_NOT_FOUND, what `run` throws */
  runExample(given: Asked & { place: number }): Promise<{ run: RunView; created: boolean }>;
  /** What the viewer ran on a version, the newest first. */
  recentRuns(viewer: Viewer, versionId: string, limit: number): RecentRun[];
  /** How well a version answers its reference rows. */
  accuracyOf(versionId: string): AccuracyView;
  /** What was measured does not count any more: until it is measured again it is pending. */
  forgetAccuracy(tx: Transaction, versionId: string): void;
  /**
   * Asks the reference rows of a version and keeps how well it did: for a job.
   * @throws FL_SERVING_* and other failures that may be over the next time; what the signal was aborted with
   */
  measureAccuracy(versionId: string, signal: AbortSignal): Promise<void>;
  /**
   * Learns from the reference rows and examples of a version what to say beside its answers: for a job.
   * @throws FL_SERVING_* and other failures that may be over the next time; what the signal was aborted with
   */
  studyVersion(versionId: string, signal: AbortSignal): Promise<void>;
  /** How many reference rows of a version get another decision with its outputs described like this. */
  countDecisions(version: VersionDetail, outputs: readonly DescribedOutput[]): Promise<DecisionCount>;
  /** Versions whose reference rows have to be asked once more before decisions over them can be counted. */
  versionsWithoutScores(): string[];
  /**
   * Keeps a picture that a person hands over for a field, and shows what the model sees of it.
   * @throws FL_INPUT_INVALID with the field, FL_REQUEST_TOO_LARGE, FL_STORAGE_FULL, FL_SERVING_*, FL_AUTH_FORBIDDEN
   */
  handOver(given: {
    viewer: Viewer;
    version: VersionDetail;
    key: string;
    stream: AsyncIterable<Buffer>;
  }): Promise<HandedOver>;
  /** A picture that was handed over for a model, or of its examples, as a PNG or JPEG. @throws FL_FILE_NOT_FOUND */
  picture(version: VersionDetail, sha256: string): Promise<ShownPicture>;
  /** The same for one among the inputs of a run. @throws FL_RUN_NOT_FOUND, FL_FILE_NOT_FOUND */
  pictureOfRun(viewer: Viewer, runId: string, sha256: string): Promise<ShownPicture>;
  /** Removes pictures that nobody used for a day and no run holds. */
  sweepPictures(): Promise<void>;
  /** What was learned of a version; null while nothing is. */
  studyOf(version: VersionDetail): Promise<StudyView | null>;
  /** A question as the model is sent it, and how to send it from elsewhere. @throws FL_INPUT_INVALID with fields */
  questionDetails(
    question: { version: VersionDetail; inputs: Readonly<Record<string, unknown>> },
    addresses: Addresses,
  ): Promise<QuestionDetails>;
  /** A model card as HTML that can be shown. */
  renderCard(card: string): string;
  /** For members of the project and whoever made it. @throws FL_RUN_NOT_FOUND for everyone else too */
  getRun(viewer: Viewer, id: string): RunView & { version: VersionDetail };
}

/** What the preview asks the catalog for. */
interface CatalogDoor extends Pick<Catalog, 'readRows' | 'referenceOf' | 'ownFile' | 'isExamplePicture' | 'blobs'> {
  versionOfRun(given: { versionId: string; descriptionId: string }): VersionDetail;
}

export interface PreviewDeps extends RunDeps, Omit<AskingDeps, 'preparing' | 'studies' | 'clock'> {
  catalog: CatalogDoor;
  control: PreparingDeps['control'];
  /** For what can be made again. */
  cacheDir: string;
  /** Has `studyVersion` called soon. */
  requestStudy(versionId: string): void;
}

export { isPictureNeeded } from './preparing/pictures.ts';
export type { ShownPicture } from './preparing/views.ts';

export function createPreview(given: PreviewDeps): Preview {
  const { db, catalog, clock } = given;
  const { blobs, isExamplePicture } = catalog;
  const preparing = createPreparing({ ...given, blobs, isExamplePicture });
  const asking = { ...given, preparing };
  const studies = createStudies({
    ...given,
    request: given.requestStudy,
    study: (material) =>
      makeStudy({ clock, ask: async (question, signal) => (await ask(asking, question, { signal })).answer }, material),
  });
  const deps = { ...asking, studies };
  const trying = { ...deps, live: createLiveAnswers(deps), versionOfRun: catalog.versionOfRun };
  return {
    formFields,
    parseForm,
    readQuery,
    readRow,
    answerRows: ({ version, signal, ...given }) =>
      answerRows({ version, ...given }, (inputs) => ask(deps, { version, inputs }, { signal })),
    answerLive: (given) => answerLive(trying, given),
    hold: (given) => holdAnswer(trying, given),
    keepLive: (given) => keepLive(trying, given),
    runExample: (given) => runExample(trying, given),
    recentRuns: ({ actor }, versionId, limit) => recentRuns(db, { actor, versionId, limit }),
    answer: (version, inputs, options) => ask(deps, { version, inputs }, options),
    run: async ({ viewer, version, inputs, source, signal }) => {
      authorize(viewer, 'try', { projectId: version.projectId, versionState: version.state });
      const answered = await ask(deps, { version, inputs }, { signal });
      return runView(storeRun(deps, { ...answered, viewer, version, source }), version);
    },
    accuracyOf: (versionId) => accuracyOf(asking, versionId),
    forgetAccuracy: (tx, versionId) => {
      studies.forget(versionId);
      forgetAccuracy(tx, versionId);
    },
    studyVersion: studies.make,
    studyOf: async (version) => studyView(await studies.of(version)),
    questionDetails: (question, addresses) => questionDetails(preparing, question, addresses),
    renderCard,
    measureAccuracy: (versionId, signal) => measureAccuracy(asking, versionId, signal),
    countDecisions: (version, outputs) => countDecisions(deps, version, outputs),
    versionsWithoutScores: () => versionsWithoutScores(db),
    handOver: ({ viewer, version, key, stream }) => {
      authorize(viewer, 'try', { projectId: version.projectId, versionState: version.state });
      return handOver(preparing, { version, key, stream });
    },
    picture: async ({ modelId }, sha256) => {
      if (!preparing.pictures.use(modelId, sha256)) throw appError('FL_FILE_NOT_FOUND');
      return showPicture(preparing, sha256);
    },
    pictureOfRun: async (viewer, runId, sha256) => {
      if (!filesIn(getRun(given, viewer, runId).inputs).includes(sha256)) throw appError('FL_FILE_NOT_FOUND');
      return showPicture(preparing, sha256);
    },
    sweepPictures: () => preparing.pictures.sweep(),
    getRun: (viewer, id) => getRun(given, viewer, id),
  };
}

function getRun({ db, catalog }: PreviewDeps, viewer: Viewer, id: string): RunView & { version: VersionDetail } {
  const row = findRun(db, id);
  if (!row) throw appError('FL_RUN_NOT_FOUND');
  const { versionId, descriptionId } = row;
  const version = catalog.versionOfRun({ versionId, descriptionId });
  if (!isMaker(viewer, row) && !can(viewer, 'try', { projectId: version.projectId })) {
    throw appError('FL_RUN_NOT_FOUND');
  }
  return { ...runView(row, version), version };
}

function studyView(study: Study | null): StudyView | null {
  if (!study) return null;
  const { rowCount, answeredCount, calibration, margin, surroundings } = study;
  const found = calibration && { ece: calibration.ece, of: calibration.of, bins: calibration.bins };
  return { rowCount, answeredCount, calibration: found, margin, knowsSurroundings: surroundings !== null };
}

function isMaker({ actor }: Viewer, row: RunRow): boolean {
  return actor.kind === row.actorKind && actor.id === row.actorId;
}
