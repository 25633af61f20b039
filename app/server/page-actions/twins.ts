import { z } from 'zod';
import { parse } from '../api/endpoint.ts';
import { readJsonObject } from '../api/json-body.ts';
import { type PageAction, type PageCall, param } from './page-action.ts';

const twinsBody = z.strictObject({ combinations: z.boolean('must be true or false').default(false) });

/** The twins of a stored run, asked of its own version and description: the page asks for them once the run is kept. */
async function twinsOfRun(call: PageCall) {
  const { combinations } = parse(twinsBody, await readJsonObject(call.req));
  const { viewer, signal, container } = call;
  const { version, inputs, answer } = container.preview.getRun(viewer, param(call, 'run'));
  // Of a run that keeps no inputs there is no case to change.
  if (inputs === null) return { status: 200, body: null };
  const view = await container.preview.twins({
    ...{ viewer, version, inputs, answer, signal },
    withCombinations: combinations,
  });
  return { status: 200, body: view };
}

export const twinActions: PageAction[] = [{ method: 'POST', path: '/r/{run}/twins', handle: twinsOfRun }];
