import type { ModelView } from '#app/catalog/contract.ts';
import { isoTime } from '#app/core/clock.ts';
import type { Container } from '../container.ts';
import { type ApiCall, type ApiEndpoint, param, parse, versionFrom, versionNumberFrom } from './endpoint.ts';
import { decodeCursor, encodeCursor, pageQuery, queryObject } from './paging.ts';
import { pageUrl, versionDetailJson, versionJson } from './views.ts';

function modelJson(container: Container, model: ModelView) {
  return {
    name: model.name,
    title: model.title,
    project: container.accounts.projectById(model.projectId)?.slug ?? null,
    url: pageUrl(container, `/m/${model.name}`),
    createdAt: isoTime(model.createdAt),
  };
}

/** Models by name; the cursor is the last name of the page before. */
function list(call: ApiCall) {
  const { limit, cursor } = parse(pageQuery, queryObject(call.query));
  const after = cursor === undefined ? '' : String(decodeCursor(cursor));
  const models = call.container.catalog
    .listModels(call.viewer)
    .filter((model) => model.name > after)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const items = models.slice(0, limit);
  const last = items.at(-1);
  return {
    status: 200,
    body: {
      items: items.map((model) => modelJson(call.container, model)),
      next: last && models.length > limit ? encodeCursor(last.name) : null,
    },
  };
}

function read(call: ApiCall) {
  const { container, viewer } = call;
  const model = container.catalog.getModel(viewer, param(call, 'model'));
  return {
    status: 200,
    body: {
      ...modelJson(container, model),
      ask: model.ask,
      versions: model.versions.map((version) => versionJson(container, version)),
    },
  };
}

function readVersion(call: ApiCall) {
  const version = call.container.catalog.getVersion(call.viewer, param(call, 'model'), versionFrom(param(call, 'n')));
  return { status: 200, body: versionDetailJson(call.container, version) };
}

type Step = 'announce' | 'retire';

function steer(step: Step) {
  return async (call: ApiCall) => {
    await call.container.catalog[step](call.viewer, param(call, 'model'), versionNumberFrom(param(call, 'n')));
    return readVersion(call);
  };
}

const VERSION = '/models/{model}/versions/{n}';

export const modelEndpoints: ApiEndpoint[] = [
  { method: 'GET', path: '/models', action: 'try', handle: list },
  { method: 'GET', path: '/models/{model}', action: 'try', handle: read },
  { method: 'GET', path: VERSION, action: 'try', handle: readVersion },
  { method: 'POST', path: `${VERSION}/announce`, action: 'publish', handle: steer('announce') },
  { method: 'POST', path: `${VERSION}/retire`, action: 'publish', handle: steer('retire') },
];
