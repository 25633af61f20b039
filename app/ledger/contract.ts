import { z } from 'zod';

/** Who did something: a signed-in person, a guest (share link + cookie + typed name), an API token, Firstlook itself. */
export const ACTOR_KINDS = ['human', 'guest', 'token', 'system'] as const;
export interface Actor {
  kind: (typeof ACTOR_KINDS)[number];
  /** Id of the person, guest or token; for the system a fixed word such as `system` or `samples`. */
  id: string;
}

export const SYSTEM_ACTOR: Actor = { kind: 'system', id: 'system' };

const none = z.strictObject({});
const ms = z.number().int().nonnegative();
const reasonCode = z.string().regex(/^FL_[A-Z_]+$/);

/**
 * Every kind of event and what its payload holds. Payloads carry ids, kinds and numbers only: never names, mail,
 * notes or inputs, so that a person can be erased without touching the chain.
 */
export const EVENT_PAYLOADS = {
  'project.created': none,
  'person.added': z.strictObject({ admin: z.boolean() }),
  'person.password-set': none,
  'person.signed-in': none,
  'person.signed-out': none,
  'membership.changed': z.strictObject({ projectId: z.string(), roles: z.array(z.string()) }),
  'token.issued': z.strictObject({ roles: z.array(z.string()), expiresAt: ms.nullable() }),
  'token.revoked': none,
  'link.issued': z.strictObject({ purpose: z.enum(['setup', 'password']), expiresAt: ms }),
  'link.used': z.strictObject({ purpose: z.enum(['setup', 'password']) }),

  'model.created': none,
  'ask.changed': none,
  /** The first byte of an upload arrived (`at` is that moment): where both clocks start. Subject: the upload. */
  'version.received': z.strictObject({ hotfix: z.boolean(), fixes: z.array(z.number().int()) }),
  'version.checked': z.strictObject({ ms, sizeBytes: ms }),
  'version.refused': z.strictObject({ code: reasonCode }),
  'version.ready': z.strictObject({ number: z.number().int(), uploadId: z.string(), receivedAt: ms }),
  'version.announced': z.strictObject({ number: z.number().int(), automatic: z.boolean() }),
  'version.retired': z.strictObject({ number: z.number().int() }),
  'description.revised': z.strictObject({ revision: z.number().int() }),

  'preview.opened': none,
  'run.stored': z.strictObject({ source: z.enum(['page', 'api', 'example']) }),
  'verdict.given': z.strictObject({ runId: z.string(), value: z.enum(['looks-right', 'not-right', 'not-sure']) }),
  /** Taken back with the flag that brought it along: what was said before counts again. */
  'verdict.withdrawn': z.strictObject({ runId: z.string(), flagId: z.string() }),
  'flag.opened': z.strictObject({ number: z.number().int(), kind: z.string(), severity: z.string() }),
  'flag.changed': z.strictObject({
    from: z.string(),
    to: z.string(),
    stateVersion: z.number().int().nullable(),
    duplicateOf: z.string().optional(),
  }),
  'flag.replied': z.strictObject({ messageId: z.string() }),
} as const satisfies Record<string, z.ZodType>;

export type EventKind = keyof typeof EVENT_PAYLOADS;
export type EventPayload<K extends EventKind> = z.infer<(typeof EVENT_PAYLOADS)[K]>;

/** A fact to write down. `at` defaults to now; give it only for a moment that has just passed (the first byte). */
export interface NewEvent<K extends EventKind = EventKind> {
  kind: K;
  actor: Actor;
  subject: { type: string; id: string };
  payload: EventPayload<K>;
  at?: number;
  projectId?: string | undefined;
  modelId?: string | undefined;
  versionId?: string | undefined;
}

/** An event as the API gives it out. */
export interface LedgerEvent {
  seq: number;
  id: string;
  at: number;
  kind: EventKind;
  projectId: string | null;
  modelId: string | null;
  versionId: string | null;
  subject: { type: string; id: string };
  actor: Actor;
  payload: Record<string, unknown>;
  prevHash: string;
  hash: string;
}
