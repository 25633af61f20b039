import type { VersionDetail } from '#app/catalog/contract.ts';
import type { DescribeTrial, DescribeTried } from '#app/components/describing/page-data.ts';
import { appError, isAppError } from '#app/core/errors.ts';
import type { Container } from '../../container.ts';
import { changesInForm } from './changes-in-form.ts';
import { controlMessages } from './control-messages.ts';
import type { DescribeQuestion } from './describe-page.ts';
import { previewOf } from './field-view.ts';

type Parts = Pick<Container, 'accounts' | 'catalog' | 'preview'>;

export interface DescribePost extends DescribeQuestion {
  /** `intent`, `from` and `base` (revisions), and the controls of that intent. */
  form: URLSearchParams;
}

/**
 * Does what a form of the editor asks for. What was changed is what differs from the revision it was begun with
 * (`base`), so that saving again after a refusal puts nothing of others back.
 * @throws FL_MODEL_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_VERSION_NOT_FOUND, FL_REQUEST_INVALID, FL_DESCRIPTION_STALE,
 *   FL_DESCRIPTION_NO_REVISION, FL_DESCRIPTION_INVALID with a sentence by control
 */
export async function changeDescription({ catalog }: Parts, { form, ...asked }: DescribePost): Promise<void> {
  const { viewer, model, number } = asked;
  const from = revisionIn(form, 'from');
  await withControls(async () => {
    if (form.get('intent') === 'undo') {
      await catalog.restoreDescription(asked, { revision: revisionIn(form, 'revision') ?? 0, from });
      return;
    }
    const changes = changesInForm(begunWith({ catalog }, { form, ...asked }), form);
    await catalog.describe(viewer, model, number, {
      ...changes,
      ...(from !== undefined && { descriptionRevision: from }),
    });
  });
}

/** The version with the description a form was begun with. */
function begunWith({ catalog }: Pick<Parts, 'catalog'>, { form, ...asked }: DescribePost): VersionDetail {
  const version = catalog.getVersion(asked.viewer, asked.model, asked.number);
  const base = revisionIn(form, 'base');
  if (base === undefined || base === version.descriptionRevision) return version;
  return { ...version, description: catalog.revisionBody(asked, base) };
}

/** @throws FL_REQUEST_INVALID */
function revisionIn(form: URLSearchParams, name: string): number | undefined {
  const text = form.get(name);
  if (text === null) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw appError('FL_REQUEST_INVALID');
  return Number(text);
}

/** A refusal with its messages by control. */
async function withControls<T>(work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!isAppError(thrown) || thrown.code !== 'FL_DESCRIPTION_INVALID') throw thrown;
    const fields = controlMessages(thrown.fields ?? {});
    const message = Object.values(fields)[0] ?? thrown.message;
    throw appError('FL_DESCRIPTION_INVALID', { message, fields, cause: thrown });
  }
}

/** What a form would come to: the control it makes, what is wrong with it, how many decisions change. Keeps nothing. */
export async function tryForm(parts: Parts, { form, ...asked }: DescribePost): Promise<DescribeTrial> {
  const { catalog, preview } = parts;
  const version = catalog.getVersion(asked.viewer, asked.model, asked.number);
  try {
    return await withControls(async () => {
      const changes = changesInForm(begunWith(parts, { form, ...asked }), form);
      const description = catalog.tryDescription(asked, changes);
      const input = description.inputs.find(({ key }) => key === form.get('key'));
      const tried = { ...version, description };
      return {
        fields: {},
        preview: input ? previewOf(tried, input, preview.formFields) : null,
        count: input ? null : await preview.countDecisions(version, description.outputs),
      };
    });
  } catch (thrown) {
    if (!isAppError(thrown) || thrown.code !== 'FL_DESCRIPTION_INVALID') throw thrown;
    return { fields: thrown.fields ?? {}, preview: null, count: null };
  }
}

const MOST_NEWS = 10;

/** A refused form as the page shows it again: with what was typed, and with what others changed meanwhile. */
export function triedForm(
  { accounts, catalog }: Parts,
  { form, ...asked }: DescribePost,
  failure: DescribeTried['failure'],
): DescribeTried {
  const base = /^[1-9]\d{0,8}$/.test(form.get('base') ?? '') ? Number(form.get('base')) : 1;
  const isStale = failure.code === 'FL_DESCRIPTION_STALE';
  const newer = isStale ? catalog.listRevisions(asked, { limit: MOST_NEWS }) : [];
  const since = Number(form.get('from'));
  return {
    intent: form.get('intent') ?? '',
    key: form.get('key'),
    failure: { code: failure.code, message: failure.message, fields: failure.fields },
    values: Object.fromEntries(form),
    news: newer
      .filter(({ revision }) => revision > since)
      .map(({ createdBy, changes }) => ({ by: accounts.nameOf(createdBy), changes: changes ?? [] })),
    base,
    from: catalog.getVersion(asked.viewer, asked.model, asked.number).descriptionRevision,
  };
}
