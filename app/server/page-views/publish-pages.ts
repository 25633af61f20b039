import type { Viewer } from '#app/accounts/contract.ts';
import { authorize, can } from '#app/accounts/index.ts';
import type { ModelListItem, UploadView, VersionDetail } from '#app/catalog/contract.ts';
import type { OutputKind } from '#app/catalog/description-format.ts';
import type { AnswersData, PublishedData, PublishPageData, UploadPageData } from '#app/components/publish/page-data.ts';
import { ERRORS, type ErrorCode } from '#app/core/error-catalogue.ts';
import { appError } from '#app/core/errors.ts';
import type { Container } from '../container.ts';
import { qrCode } from '../qr-code.ts';
import { changeRow, inputRow } from './input-rows.ts';

type PageParts = Pick<Container, 'accounts' | 'catalog' | 'preview' | 'config'>;

/**
 * The page before anything was dropped.
 * @param query `model` the version is for, `refused` the code of a form that came to nothing
 * @throws FL_AUTH_FORBIDDEN, FL_MODEL_NOT_FOUND
 */
export function publishPage({ accounts, catalog }: PageParts, viewer: Viewer, query: URLSearchParams): PublishPageData {
  const projects = accounts.projectsToPublishIn(viewer).filter(({ isSample }) => !isSample || !viewer.isAdmin);
  if (projects.length === 0) throw appError('FL_AUTH_FORBIDDEN');
  const own = catalog.listModels(viewer).filter(({ projectId }) => can(viewer, 'publish', { projectId }));
  const name = query.get('model');
  return {
    model: name === null ? null : ownModel({ catalog }, viewer, name),
    projects: projects.map(({ slug, title }) => ({ slug, title })),
    models: own.map((model) => ({ name: model.name, title: model.title, nextNumber: nextNumber(model) })),
    running: catalog.runningUploads(viewer).map(({ id, modelName, fileName }) => ({ id, model: modelName, fileName })),
    refused: sentenceOf(query.get('refused')),
  };
}

function ownModel({ catalog }: Pick<PageParts, 'catalog'>, viewer: Viewer, name: string): PublishPageData['model'] {
  const { title, projectId, versions } = catalog.getModel(viewer, name);
  authorize(viewer, 'publish', { projectId });
  return { name, title, nextNumber: 1 + Math.max(0, ...versions.map(({ number }) => number)) };
}

/** Numbers only grow; the newest in use is close enough for a word of what will happen. */
function nextNumber({ newest }: ModelListItem): number {
  return (newest?.number ?? 0) + 1;
}

function sentenceOf(code: string | null): string | null {
  if (code === null) return null;
  return Object.hasOwn(ERRORS, code) ? ERRORS[code as ErrorCode].message : ERRORS.FL_UPLOAD_CUT.message;
}

/** An upload: on its way, refused, or with the version it became. @throws FL_UPLOAD_NOT_FOUND */
export function uploadPage(parts: PageParts, viewer: Viewer, id: string): UploadPageData {
  const { accounts, catalog } = parts;
  const upload = catalog.getUpload(viewer, id);
  return {
    ...{ id, model: upload.modelName, state: upload.state, fileName: upload.fileName },
    ...{ receivedAt: upload.receivedAt, steps: upload.steps, refusal: upload.refusal },
    sentBy: upload.sentBy && accounts.nameOf(upload.sentBy),
    isOwn: upload.sentBy?.kind === viewer.actor.kind && upload.sentBy.id === viewer.actor.id,
    published: upload.versionNumber === null ? null : published(parts, viewer, upload),
    models: catalog.listModels(viewer).map(({ name, title }) => ({ name, title })),
  };
}

function published({ catalog, preview, config }: PageParts, viewer: Viewer, upload: UploadView): PublishedData {
  const name = upload.modelName;
  const version = catalog.getVersion(viewer, name, upload.versionNumber ?? 0);
  const { number, state, description } = version;
  const changes = catalog.inputChanges(viewer, name, number);
  const address = `/m/${name}/v/${number}`;
  const link = `${config.portal.url}${address}`;
  return {
    ...{ title: description.title, number, state, address, link, notices: version.notices },
    isKnown: version.receivedAt !== upload.receivedAt,
    isFirst: number === 1,
    totalMs: version.timings.receivedMs + version.timings.totalMs,
    qr: qrCode(link),
    inputs: description.inputs.map(inputRow),
    answers: answersOf(version),
    changes: changes && { since: changes.since, rows: changes.changes.map(changeRow).filter((row) => row !== null) },
    ask: catalog.getModel(viewer, name).ask,
    accuracy: preview.accuracyOf(version.id),
    answerUnit: answerUnit(version),
    pictures: description.examples.flatMap(({ name: said, image }) =>
      image ? [{ name: said, address: `${address}/${image}` }] : [],
    ),
  };
}

const OUTPUT_WORDS: Record<OutputKind, string> = {
  class: 'answer',
  probabilities: 'chances',
  number: 'number',
  series: 'series',
  image: 'picture',
  tensor: 'list of numbers',
};

function answersOf({ description: { outputs }, facts }: VersionDetail): AnswersData {
  const named = outputs.find(({ classes }) => classes?.length);
  const favourable = outputs.find((output) => output.favourable !== undefined)?.favourable;
  const classes = named?.classes ?? [];
  const labels = facts.classes?.length === classes.length ? facts.classes : null;
  return {
    classes: classes.map((name, place) => {
      const label = labels ? String(labels[place]) : String(place);
      return { name, inFile: label === name ? null : label, isFavourable: name === favourable };
    }),
    others: outputs
      .filter(({ kind }) => classes.length === 0 || (kind !== 'class' && kind !== 'probabilities'))
      .map(({ label, kind, unit }) =>
        [label, unit ? `${OUTPUT_WORDS[kind]} in ${unit}` : OUTPUT_WORDS[kind]].join(', '),
      ),
  };
}

function answerUnit({ description: { outputs } }: VersionDetail): string | null {
  return outputs.find(({ kind }) => kind === 'number')?.unit ?? null;
}
