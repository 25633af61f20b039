import type { Viewer } from '#app/accounts/contract.ts';
import { appError } from '#app/core/errors.ts';
import type { Container } from '../container.ts';
import { correctedAnswers, correctedInput } from './correct-input.ts';

/** What the page of an upload posts about the version it became. */
export interface UploadPost {
  viewer: Viewer;
  id: string;
  form: URLSearchParams;
}

/**
 * Announces the version, corrects an input or the names of its answers, or keeps the ask.
 * @throws FL_UPLOAD_NOT_FOUND, FL_REQUEST_INVALID, FL_DESCRIPTION_INVALID with fields, FL_AUTH_FORBIDDEN,
 *   FL_VERSION_NOT_FOUND, FL_VERSION_RETIRED
 */
export async function changePublished(
  { catalog }: Pick<Container, 'catalog'>,
  { viewer, id, form }: UploadPost,
): Promise<void> {
  const { modelName: name, versionNumber } = catalog.getUpload(viewer, id);
  if (versionNumber === null) throw appError('FL_VERSION_NOT_FOUND');
  const { description } = catalog.getVersion(viewer, name, versionNumber);
  const revise = (changes: Record<string, unknown>) => catalog.describe(viewer, name, versionNumber, changes);
  const intent = form.get('intent');
  if (intent === 'announce') await catalog.announce(viewer, name, versionNumber);
  else if (intent === 'ask') await revise({ ask: askIn(form) });
  else if (intent === 'answers') await revise({ outputs: correctedAnswers(description.outputs, form) });
  else if (intent === 'input') {
    const input = description.inputs.find(({ key }) => key === form.get('key'));
    if (!input) throw appError('FL_REQUEST_INVALID', { message: 'This version has no such input.' });
    await revise({ inputs: { [input.key]: correctedInput(input, form) } });
  } else throw appError('FL_REQUEST_INVALID');
}

const ASK_PARTS = ['by', 'sentence', 'good', 'decision'] as const;

/** @throws FL_REQUEST_INVALID */
function askIn(form: URLSearchParams): Record<string, string> {
  const ask = Object.fromEntries(ASK_PARTS.map((part) => [part, form.get(part)?.trim() ?? '']));
  if (ask.sentence !== '') return ask;
  const message = 'Say in one sentence what is asked for.';
  throw appError('FL_REQUEST_INVALID', { message, fields: { sentence: message } });
}
