import { z } from 'zod';
import { type OpenFlagsNow, openCountOf } from '#app/components/flags/open-count.ts';
import { FLAG_KINDS, FLAG_SEVERITIES, VERDICTS } from '#app/feedback/contract.ts';
import { parse } from '../api/endpoint.ts';
import { readJsonObject } from '../api/json-body.ts';
import { idempotencyKeyOf } from '../idempotency-key.ts';
import { type PageAction, type PageCall, param } from './page-action.ts';

/** Judging what was on the screen: a run, or an answer that becomes one by being judged. */

const oneOf = <const T extends readonly string[]>(words: T) => z.enum(words, `must be one of ${words.join(', ')}`);
const judged = z
  .strictObject({ run: z.string().max(100).optional(), live: z.string().max(100).optional() })
  .refine(({ run, live }) => (run === undefined) !== (live === undefined), 'must name a run or a live answer');

const verdictBody = z.strictObject({ judged, value: oneOf(VERDICTS) });
const flagBody = z.strictObject({
  judged,
  kind: oneOf(FLAG_KINDS),
  severity: oneOf(FLAG_SEVERITIES),
  note: z.string('must be a text').default(''),
});

async function giveVerdict(call: PageCall) {
  const body = parse(verdictBody, await readJsonObject(call.req));
  const runId = runIdOf(call, body.judged);
  call.container.feedback.giveVerdict(call.viewer, { runId, value: body.value });
  return { status: 201, body: { run: runOf(call, runId), value: body.value } };
}

async function openFlag(call: PageCall) {
  const key = idempotencyKeyOf(call.req);
  const { judged: what, kind, severity, note } = parse(flagBody, await readJsonObject(call.req));
  const runId = runIdOf(call, what);
  const { flag, created } = call.container.feedback.openFlag(call.viewer, { runId, kind, severity, note, ...key });
  const { id, number, state } = flag;
  return {
    status: created ? 201 : 200,
    body: { run: runOf(call, runId), flag: { id, number, state }, openFlags: openFlagsOf(call, flag.modelName) },
  };
}

/** Undo: takes a flag back with the verdict it brought along; doing it twice is no mistake. */
function withdraw(call: PageCall) {
  const { id, state, modelName } = call.container.feedback.undoFlag(call.viewer, param(call, 'flag'));
  return { status: 200, body: { flag: { id, state }, openFlags: openFlagsOf(call, modelName) } };
}

/** How many flags of the model are still to be worked on by now: the page shows it in its header. */
function openFlagsOf({ container, viewer }: PageCall, model: string): OpenFlagsNow {
  const count = openCountOf(container.feedback.countFlags(viewer, { model }));
  return { model, count, at: container.clock.now() };
}

function runIdOf({ container, viewer }: PageCall, { run, live }: z.infer<typeof judged>): string {
  if (run !== undefined) return run;
  return container.preview.keepLive({ viewer, live: live ?? '' }).run.id;
}

function runOf({ container, viewer }: PageCall, id: string) {
  const { answer, source, createdAt } = container.preview.getRun(viewer, id);
  return { id, url: `${container.config.portal.url}/r/${id}`, answer, source, createdAt };
}

export const judgingActions: PageAction[] = [
  { method: 'POST', path: '/judge/verdict', handle: giveVerdict },
  { method: 'POST', path: '/judge/flag', handle: openFlag },
  { method: 'POST', path: '/f/{flag}/withdraw', handle: withdraw },
];
