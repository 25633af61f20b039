import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { can } from '#app/accounts/index.ts';
import type { VersionDetail } from '#app/catalog/contract.ts';
import type { VersionDetails } from '#app/components/details/details-data.ts';
import { appError } from '#app/core/errors.ts';
import { parse, versionNumberFrom } from '../api/endpoint.ts';
import { readJsonObject } from '../api/json-body.ts';
import { type PageAction, type PageCall, param, versionOf } from './page-action.ts';

/** What a data scientist asks about an answer and its version. */

const detailsBody = z.union(
  [
    z.strictObject({ run: z.string().max(100) }),
    z.strictObject({
      inputs: z.record(z.string(), z.unknown(), 'must be an object of values by field key').optional(),
    }),
  ],
  'must name a run or inputs',
);
const againBody = z.strictObject({ inputs: z.record(z.string(), z.unknown()) });

/** The version in every detail, with the question as it is sent where there is one. */
async function details(call: PageCall) {
  const body = parse(detailsBody, await readJsonObject(call.req));
  const { viewer, container } = call;
  const { preview, config } = container;
  const addresses = { portalUrl: config.portal.url, servingUrl: config.serving.url };
  const asked = 'run' in body ? preview.getRun(viewer, body.run) : { version: versionOf(call), inputs: body.inputs };
  const { version, inputs = null } = asked;
  const question = inputs === null ? null : await preview.questionDetails({ version, inputs }, addresses);
  return { status: 200, body: { question, version: await versionDetails(call, version) } };
}

async function versionDetails({ container, viewer }: PageCall, version: VersionDetail): Promise<VersionDetails> {
  const { catalog, preview } = container;
  const { modelName, number, facts, report, notices } = version;
  const files = await catalog.versionFiles(viewer, modelName, number);
  const address = `/m/${encodeURIComponent(modelName)}/v/${number}`;
  const isPublisher = can(viewer, 'publish', { projectId: version.projectId });
  const { summary, producer, opsets, irVersion, operators } = facts;
  return {
    ...{ number, digest: version.digest, sizeBytes: version.sizeBytes, report },
    graph: { producer, opsets, irVersion, operators, summary: summary ?? null },
    study: await preview.studyOf(version),
    accuracy: preview.accuracyOf(version.id),
    card: files.card === null ? null : preview.renderCard(files.card),
    // They speak of files and their fields, which is the publishers' business; so is the file itself.
    notices: isPublisher ? notices : [],
    originals: isPublisher
      ? files.own.map(({ path, sizeBytes }) => ({
          ...{ path, sizeBytes },
          address: `${address}/original?path=${encodeURIComponent(path)}`,
        }))
      : [],
    description: `${address}/preview.json`,
  };
}

/** Asks once more and stores nothing: whether a model says the same twice. */
async function again(call: PageCall) {
  const { inputs } = parse(againBody, await readJsonObject(call.req));
  const { answer } = await call.container.preview.answer(versionOf(call), inputs, { signal: call.signal });
  return { status: 200, body: { answer } };
}

async function original(call: PageCall): Promise<void> {
  const { viewer, container, query, res } = call;
  const found = container.catalog.originalFile(viewer, param(call, 'model'), {
    number: versionNumberFrom(param(call, 'n')),
    path: query.get('path') ?? '',
  });
  const { size } = await stat(found.location).catch(() => {
    throw appError('FL_NOT_FOUND');
  });
  res.attachment(basename(found.path)).set({
    'content-type': 'application/octet-stream',
    'content-length': String(size),
    'x-content-type-options': 'nosniff',
  });
  // Whoever goes away in the middle ends it; there is nobody left to be told.
  await pipeline(createReadStream(found.location), res).catch(() => res.destroy());
}

export const detailActions: PageAction[] = [
  { method: 'POST', path: '/m/{model}/v/{n}/details', handle: details },
  { method: 'POST', path: '/m/{model}/v/{n}/again', handle: again },
  { method: 'GET', path: '/m/{model}/v/{n}/original', handle: original },
];
