import { z } from 'zod';
import type { VersionDetail } from '#app/catalog/contract.ts';
import { isoTime } from '#app/core/clock.ts';
import type { RunView, TwinReviewView, TwinsView } from '#app/preview/contract.ts';
import { goneSignal } from '../json-answer.ts';
import { type ApiCall, type ApiEndpoint, param, parse, versionFrom } from './endpoint.ts';
import { readJsonObject } from './json-body.ts';

const inputs = z.record(z.string(), z.unknown(), 'must be an object of values by field key').default({});
const probesBody = z.strictObject({ inputs });
const twinsBody = z.strictObject({
  inputs,
  combinations: z.boolean('must be true or false').default(false),
});

/** The run is stored and answered whatever becomes of its twins: nobody waits longer for them. */
const LONGEST_WAIT_MS = 2_000;

async function twins(call: ApiCall) {
  const { container, viewer, res } = call;
  const version = container.catalog.getVersion(viewer, param(call, 'model'), versionFrom(param(call, 'n')));
  const { inputs, combinations } = parse(twinsBody, await readJsonObject(call.req));
  const signal = goneSignal(res);
  const view = await container.preview.twins({ viewer, version, inputs, withCombinations: combinations, signal });
  return { status: 200, body: view };
}

function readReview(call: ApiCall) {
  const { container, viewer } = call;
  const version = container.catalog.getVersion(viewer, param(call, 'model'), versionFrom(param(call, 'n')));
  return { status: 200, body: reviewJson(container.preview.twinReview(viewer, version)) };
}

function startReview(call: ApiCall) {
  const { container, viewer } = call;
  const version = container.catalog.getVersion(viewer, param(call, 'model'), versionFrom(param(call, 'n')));
  return { status: 202, body: reviewJson(container.preview.startTwinReview(viewer, version)) };
}

function reviewJson(view: TwinReviewView) {
  if (view.state === 'none') return view;
  if (view.state === 'done') return { ...view, finishedAt: isoTime(view.finishedAt) };
  return { ...view, startedAt: isoTime(view.startedAt) };
}

/** The twins of a run that was just stored; null when they could not be asked in time. */
export async function twinsOfRun(call: ApiCall, version: VersionDetail, run: RunView): Promise<TwinsView | null> {
  const { container, viewer, res } = call;
  const { inputs, answer } = run;
  if (inputs === null) return null;
  const signal = AbortSignal.any([goneSignal(res), AbortSignal.timeout(LONGEST_WAIT_MS)]);
  try {
    return await container.preview.twins({ viewer, version, inputs, answer, signal });
  } catch (error) {
    container.log.debug({ err: error, run: run.id }, 'the twins of a run could not be asked');
    return null;
  }
}

async function probes(call: ApiCall) {
  const { container, viewer, res } = call;
  const version = container.catalog.getVersion(viewer, param(call, 'model'), versionFrom(param(call, 'n')));
  const { inputs } = parse(probesBody, await readJsonObject(call.req));
  const findings = await container.preview.probe({ viewer, version, inputs, signal: goneSignal(res) });
  return { status: 200, body: { findings } };
}

const REVIEW = '/models/{model}/versions/{n}/twin-review';

export const twinEndpoints: ApiEndpoint[] = [
  { method: 'POST', path: '/models/{model}/versions/{n}/twins', action: 'try', handle: twins },
  { method: 'POST', path: '/models/{model}/versions/{n}/probes', action: 'try', handle: probes },
  { method: 'GET', path: REVIEW, action: 'read-feedback', handle: readReview },
  { method: 'POST', path: REVIEW, action: 'read-feedback', handle: startReview },
];
