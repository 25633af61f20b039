import type { UploadView, VersionDetail, VersionView } from '#app/catalog/contract.ts';
import type { DescribedInput, DescribedOutput } from '#app/catalog/description-format.ts';
import { isoTime } from '#app/core/clock.ts';
import type { FlagMessageView, FlagView } from '#app/feedback/contract.ts';
import type { LedgerEvent } from '#app/ledger/contract.ts';
import type { RunView } from '#app/preview/contract.ts';
import type { Container } from '../container.ts';

/** How records leave the API (design §6): times as ISO 8601, links absolute, nothing internal. */

const timeOrNull = (ms: number | null): string | null => (ms === null ? null : isoTime(ms));

/** The address of a page of the portal. */
export function pageUrl(container: Container, path: string): string {
  return `${container.config.portal.url}${path}`;
}

/** A version as lists show it. */
export function versionJson(container: Container, version: VersionView) {
  return {
    model: version.modelName,
    version: version.number,
    digest: version.digest,
    state: version.state,
    sizeBytes: version.sizeBytes,
    url: pageUrl(container, `/m/${version.modelName}/v/${version.number}`),
    receivedAt: isoTime(version.receivedAt),
    readyAt: isoTime(version.readyAt),
    announcedAt: timeOrNull(version.announcedAt),
    retiredAt: timeOrNull(version.retiredAt),
    publishedBy: version.publishedBy,
    notices: version.notices,
    timings: version.timings,
    fixes: version.fixes,
    hotfix: version.isHotfix,
  };
}

/** A version with its inputs, outputs and what was measured. */
export function versionDetailJson(container: Container, version: VersionDetail) {
  const { description } = version;
  return {
    ...versionJson(container, version),
    title: description.title,
    ...(description.summary !== undefined && { summary: description.summary }),
    ...(description.ask && { ask: description.ask }),
    descriptionRevision: version.descriptionRevision,
    inputs: description.inputs satisfies DescribedInput[],
    outputs: description.outputs satisfies DescribedOutput[],
    examples: description.examples,
    report: version.report,
  };
}

/** A file on its way to becoming a version, or how that ended. */
export function uploadJson(container: Container, upload: UploadView) {
  const { id, modelName, versionNumber } = upload;
  const version = versionNumber === null ? null : pageUrl(container, `/m/${modelName}/v/${versionNumber}`);
  return {
    upload: id,
    model: modelName,
    state: upload.state,
    version: versionNumber,
    url: version,
    events: pageUrl(container, `/api/v1/uploads/${id}/events`),
    steps: upload.steps,
    error: upload.refusal,
    receivedAt: isoTime(upload.receivedAt),
    endedAt: timeOrNull(upload.endedAt),
  };
}

/** A run with its answer. */
export function runJson(container: Container, run: RunView) {
  return {
    id: run.id,
    url: pageUrl(container, `/r/${run.id}`),
    model: run.modelName,
    version: run.versionNumber,
    inputs: run.inputs,
    answer: run.answer,
    // Twins come with fairness; the key is there so that clients need not change.
    twins: [],
    ms: run.tookMs,
    source: run.source,
    by: run.actor,
    createdAt: isoTime(run.createdAt),
  };
}

/** A flag. */
export function flagJson(container: Container, flag: FlagView) {
  return {
    id: flag.id,
    number: flag.number,
    url: pageUrl(container, `/f/${flag.id}`),
    model: flag.modelName,
    version: flag.versionNumber,
    kind: flag.kind,
    severity: flag.severity,
    note: flag.note,
    state: flag.state,
    reason: flag.stateReason,
    stateVersion: flag.stateVersion,
    duplicateOf: flag.duplicateOf,
    reporter: flag.reporter,
    runs: flag.runs.map(({ runId, part }) => ({ run: runId, part })),
    createdAt: isoTime(flag.createdAt),
    updatedAt: isoTime(flag.updatedAt),
  };
}

/** One message under a flag. */
export function messageJson(message: FlagMessageView) {
  return { id: message.id, body: message.body, by: message.actor, createdAt: isoTime(message.createdAt) };
}

/** One event of the ledger. */
export function eventJson(event: LedgerEvent) {
  return { ...event, at: isoTime(event.at) };
}
