import type { Viewer } from '#app/accounts/contract.ts';
import { authorize } from '#app/accounts/index.ts';
import type { VersionDetail } from '#app/catalog/contract.ts';
import type { DescribePageData, DescribePart, HistoryView } from '#app/components/describing/page-data.ts';
import type { Container } from '../../container.ts';
import { answersView } from './answers-view.ts';
import { fieldRow, fieldWords, nameInFile, previewOf } from './field-view.ts';

type PageParts = Pick<Container, 'accounts' | 'catalog' | 'preview' | 'clock'>;

/** Which version is edited, by whom. */
export interface DescribeQuestion {
  viewer: Viewer;
  model: string;
  number: number;
}

const PARTS: readonly DescribePart[] = ['fields', 'answers', 'changes', 'history'];
const REVISIONS_SHOWN = 30;

/**
 * Everything the page that edits a description shows.
 * @param query `part`, `field` (its key), `q` and `before` (a revision)
 * @throws FL_MODEL_NOT_FOUND, FL_AUTH_FORBIDDEN, FL_VERSION_NOT_FOUND
 */
export async function describePage(
  parts: PageParts,
  asked: DescribeQuestion,
  query: URLSearchParams,
): Promise<DescribePageData> {
  const { catalog, preview, clock } = parts;
  const { viewer, model, number } = asked;
  const version = catalog.getVersion(viewer, model, number);
  authorize(viewer, 'publish', { projectId: version.projectId });
  const { description } = version;
  const part = PARTS.find((each) => each === query.get('part')) ?? 'fields';
  const { inputs } = description;
  const chosen = inputs.find(({ key }) => key === query.get('field')) ?? inputs.find(needsALook) ?? inputs[0];
  return {
    model,
    title: description.title,
    number,
    address: `/m/${model}/v/${number}`,
    revision: version.descriptionRevision,
    now: clock.now(),
    models: catalog.listModels(viewer).map(({ name, title }) => ({ name, title })),
    personId: viewer.actor.id,
    part,
    query: query.get('q')?.slice(0, 200) ?? '',
    rows: inputs.map(fieldRow),
    field:
      part === 'fields' && chosen
        ? { ...fieldWords(version, chosen), preview: previewOf(version, chosen, preview.formFields) }
        : null,
    answers: part === 'answers' ? await answers(parts, version) : null,
    renames: inputs.flatMap((input) => {
      const { key, label, renamed } = input;
      if (!renamed) return [];
      return [
        { key, label, inFile: nameInFile(input), from: renamed.from, fromLabel: renamed.label, reason: renamed.reason },
      ];
    }),
    differences: part === 'changes' ? catalog.differencesSinceBefore(asked) : null,
    history: part === 'history' ? history(parts, asked, query) : null,
  };
}

function needsALook({ guess, renamed }: VersionDetail['description']['inputs'][number]): boolean {
  return guess?.sure === false || renamed !== undefined;
}

async function answers({ preview }: PageParts, version: VersionDetail) {
  return answersView(version, await preview.countDecisions(version, version.description.outputs));
}

function history({ accounts, catalog }: PageParts, asked: DescribeQuestion, query: URLSearchParams): HistoryView {
  const before = /^[1-9]\d{0,8}$/.test(query.get('before') ?? '') ? Number(query.get('before')) : undefined;
  const found = catalog.listRevisions(asked, { limit: REVISIONS_SHOWN + 1, before });
  const items = found.slice(0, REVISIONS_SHOWN);
  return {
    items: items.map(({ createdBy, ...item }) => ({ ...item, by: accounts.nameOf(createdBy) })),
    next: found.length > REVISIONS_SHOWN ? (items.at(-1)?.revision ?? null) : null,
  };
}
