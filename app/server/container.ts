import { fileURLToPath } from 'node:url';
import { type Accounts, createAccounts } from '#app/accounts/index.ts';
import { type Catalog, createCatalog } from '#app/catalog/index.ts';
import { type Clock, systemClock } from '#app/core/clock.ts';
import type { Config } from '#app/core/config.ts';
import type { DataFolder } from '#app/core/data-folder.ts';
import { createIds, type Ids } from '#app/core/ids.ts';
import type { Log } from '#app/core/log.ts';
import { createFeedback, type Feedback } from '#app/feedback/index.ts';
import { createInsight, type Insight } from '#app/insight/index.ts';
import { createJobs, type Jobs } from '#app/jobs/index.ts';
import { createLedger, type Ledger } from '#app/ledger/index.ts';
import { createOipClient, type OipClient } from '#app/oip/client.ts';
import { type ControlClient, createControlClient } from '#app/oip/control-client.ts';
import { createPreview, isPictureNeeded, type Preview } from '#app/preview/index.ts';
import type { Database } from '#db/client.ts';

/** Everything stateful of the portal, built once per process and handed down. */
export interface Container {
  config: Config;
  clock: Clock;
  ids: Ids;
  log: Log;
  folder: DataFolder;
  db: Database;
  ledger: Ledger;
  jobs: Jobs;
  oip: OipClient;
  control: ControlClient;
  accounts: Accounts;
  catalog: Catalog;
  preview: Preview;
  feedback: Feedback;
  insight: Insight;
}

export interface ContainerParts {
  config: Config;
  db: Database;
  folder: DataFolder;
  log: Log;
  /** The secret both processes know. */
  servingToken: string;
  clock?: Clock;
  ids?: Ids;
  /** Where models are asked; tests put their own in. */
  oip?: OipClient;
  control?: ControlClient;
}

/** Where the sample models of the repository live. */
export const SAMPLES_DIR = fileURLToPath(new URL('../../models', import.meta.url));

const IMPORT_SAMPLES = 'import-samples';
const MEASURE_ACCURACY = 'measure-accuracy';
const STUDY_VERSION = 'study-version';

/** Builds every door of the portal, left to right as they depend on each other. */
export function createContainer(parts: ContainerParts): Container {
  const { config, db, folder, log } = parts;
  const clock = parts.clock ?? systemClock;
  const ids = parts.ids ?? createIds();
  const oip = parts.oip ?? createOipClient({ url: config.serving.url, token: parts.servingToken });
  const control = parts.control ?? createControlClient({ url: config.serving.url, token: parts.servingToken });

  const base = { db, clock, ids, log };
  const ledger = createLedger({ db, clock, ids });
  const jobs = createJobs(base);
  const accounts = createAccounts({
    ...base,
    ledger,
    adminToken: config.admin.token,
    secureCookies: config.portal.url.startsWith('https:'),
  });
  const catalog = createCatalog({
    ...{ ...base, ledger, folder, oip, control, portalUrl: config.portal.url, accounts },
    isBlobNeeded: (sha256) => isPictureNeeded(db, sha256),
    onReference: (tx, versionId) => {
      preview.forgetAccuracy(tx, versionId);
      jobs.enqueue({ kind: MEASURE_ACCURACY, payload: { versionId }, idempotencyKey: ids.next('job') }, tx);
      jobs.enqueue({ kind: STUDY_VERSION, payload: { versionId }, idempotencyKey: ids.next('job') }, tx);
    },
  });
  const requestStudy = (versionId: string): void => {
    jobs.enqueue({ kind: STUDY_VERSION, payload: { versionId }, idempotencyKey: ids.next('job') });
  };
  const cacheDir = folder.cache;
  const preview: Preview = createPreview({ ...base, ledger, catalog, oip, control, cacheDir, requestStudy });
  const feedback = createFeedback({ ...base, ledger, preview, catalog, accounts });
  const insight = createInsight({ db, accounts, catalog, feedback });

  jobs.register(IMPORT_SAMPLES, {
    // A minute a lease is plenty for one file, but the whole set is one job; a second import would find the same bytes.
    leaseMs: 10 * 60_000,
    maxAttempts: 20,
    handler: () => catalog.importSamples(SAMPLES_DIR),
  });
  jobs.register<{ versionId: string }>(MEASURE_ACCURACY, {
    maxAttempts: 20,
    handler: ({ versionId }, { signal }) => preview.measureAccuracy(versionId, signal),
  });
  jobs.register<{ versionId: string }>(STUDY_VERSION, {
    maxAttempts: 20,
    handler: ({ versionId }, { signal }) => preview.studyVersion(versionId, signal),
  });
  return {
    config,
    clock,
    ids,
    log,
    folder,
    db,
    ledger,
    jobs,
    oip,
    control,
    accounts,
    catalog,
    preview,
    feedback,
    insight,
  };
}

/**
 * What a start does before anyone may ask: the samples are noted on the first start of an empty data folder (before
 * the project that marks it as no longer empty, so that a kill in between does not lose them), then what an
 * interrupted process left behind is closed or removed.
 */
export async function recover(container: Container): Promise<void> {
  const { accounts, catalog, config, jobs, preview } = container;
  const isFirstStart = accounts.findProject('default') === null;
  if (isFirstStart && config.importSamples) {
    jobs.enqueue({ kind: IMPORT_SAMPLES, payload: {}, idempotencyKey: IMPORT_SAMPLES });
  }
  accounts.ensureDefaults();
  for (const versionId of preview.versionsWithoutScores()) {
    jobs.enqueue({ kind: MEASURE_ACCURACY, payload: { versionId }, idempotencyKey: `scores ${versionId}` });
  }
  await catalog.recover();
  await preview.sweepPictures();
}
