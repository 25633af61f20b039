import type { NewEvent } from '#app/ledger/contract.ts';
import type { Candidate, CheckedCandidate } from './candidate.ts';

/**
 * Events of one publish. They are written down together with how it ended, so that a publish the machine broke off
 * leaves none of them; each carries the moment at which it happened.
 */

interface About {
  projectId: string;
  modelId?: string | undefined;
  versionId?: string | undefined;
}

type Arrived = Pick<Candidate, 'uploadId' | 'viewer' | 'receivedAt' | 'fields'>;

/** The first byte came: where both clocks start. */
export function receivedEvent({ uploadId, viewer, receivedAt, fields }: Arrived, about: About): NewEvent {
  return {
    kind: 'version.received',
    ...about,
    actor: viewer.actor,
    subject: { type: 'upload', id: uploadId },
    payload: { hotfix: fields.hotfix ?? false, fixes: fields.fixes ?? [] },
    at: receivedAt,
  };
}

export function checkedEvent(candidate: CheckedCandidate, about: About): NewEvent {
  const { checkedMs, measuredMs } = candidate.check.timings;
  return {
    kind: 'version.checked',
    ...about,
    actor: candidate.viewer.actor,
    subject: { type: 'upload', id: candidate.uploadId },
    payload: { ms: Math.round(checkedMs + measuredMs), sizeBytes: candidate.files.own[0].sizeBytes },
    at: candidate.checkedAt,
  };
}

export function refusedEvent({ uploadId, viewer }: Arrived, about: About, code: string): NewEvent {
  return {
    kind: 'version.refused',
    ...about,
    actor: viewer.actor,
    subject: { type: 'upload', id: uploadId },
    payload: { code },
  };
}
