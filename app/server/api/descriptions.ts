import { z } from 'zod';
import { isoTime } from '#app/core/clock.ts';
import { type ApiCall, type ApiEndpoint, param, parse, versionFrom, versionNumberFrom } from './endpoint.ts';
import { readJsonObject } from './json-body.ts';
import { decodeCursor, encodeCursor, pageQuery, queryObject } from './paging.ts';
import { versionDetailJson } from './views.ts';

/** What the portal knows of a version: read, corrected, its revisions, and the way back to one of them. */

function named(call: ApiCall) {
  return { viewer: call.viewer, model: param(call, 'model'), number: versionNumberFrom(param(call, 'n')) };
}

function version(call: ApiCall) {
  const found = call.container.catalog.getVersion(call.viewer, param(call, 'model'), versionFrom(param(call, 'n')));
  return { status: 200, body: versionDetailJson(call.container, found) };
}

/** As preview.json says it. */
function read(call: ApiCall) {
  const { catalog } = call.container;
  const model = param(call, 'model');
  const { number } = catalog.getVersion(call.viewer, model, versionFrom(param(call, 'n')));
  return { status: 200, body: catalog.previewFile(call.viewer, model, number) };
}

async function correct(call: ApiCall) {
  const { viewer, model, number } = named(call);
  const changes = await readJsonObject(call.req);
  await call.container.catalog.describe(viewer, model, number, changes);
  return version(call);
}

/** The newest first; the cursor is the last revision of the page before. */
function revisions(call: ApiCall) {
  const { limit, cursor } = parse(pageQuery, queryObject(call.query));
  const before = cursor === undefined ? undefined : Number(decodeCursor(cursor));
  const found = call.container.catalog.listRevisions(named(call), { limit: limit + 1, before });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    status: 200,
    body: {
      items: items.map(({ revision, createdAt, createdBy, changes }) => ({
        revision,
        createdAt: isoTime(createdAt),
        by: createdBy,
        changes,
      })),
      next: last && found.length > limit ? encodeCursor(last.revision) : null,
    },
  };
}

const restoreBody = z.strictObject({
  revision: z.int('must be the number of a revision'),
  descriptionRevision: z.int('must be the number of the revision you began with').optional(),
});

async function restore(call: ApiCall) {
  const { revision, descriptionRevision: from } = parse(restoreBody, await readJsonObject(call.req));
  await call.container.catalog.restoreDescription(named(call), { revision, from });
  return version(call);
}

const DESCRIPTION = '/models/{model}/versions/{n}/description';

export const descriptionEndpoints: ApiEndpoint[] = [
  { method: 'GET', path: DESCRIPTION, action: 'try', handle: read },
  { method: 'PATCH', path: DESCRIPTION, action: 'publish', handle: correct },
  { method: 'GET', path: `${DESCRIPTION}/revisions`, action: 'publish', handle: revisions },
  { method: 'POST', path: `${DESCRIPTION}/restore`, action: 'publish', handle: restore },
];
