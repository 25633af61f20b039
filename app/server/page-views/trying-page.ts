import type { Viewer } from '#app/accounts/contract.ts';
import { can } from '#app/accounts/index.ts';
import type { VersionDetail } from '#app/catalog/contract.ts';
import type { DescribedExample, FieldValue } from '#app/catalog/description-format.ts';
import type { AskFailure } from '#app/components/trying/answer-state.ts';
import type { OpenFlag, TryingPageData } from '#app/components/trying/page-data.ts';
import { type FlagListItem, flagTitle, UNRESOLVED_STATES } from '#app/feedback/contract.ts';
import type { FormField } from '#app/preview/contract.ts';
import type { Container } from '../container.ts';
import type { Attempt } from '../page-failure.ts';

const SHOWN_FLAGS = 4;
const SHOWN_RUNS = 6;
const SHOWN_VERSIONS = 30;
/** A page waits this long for its first answer; a model that has to be loaded first is asked again by the page. */
const FIRST_ANSWER_MS = 400;

type PageParts = Pick<Container, 'accounts' | 'catalog' | 'preview' | 'feedback' | 'clock'>;

export interface TryingPageQuestion {
  viewer: Viewer;
  model: string;
  version: number | 'newest';
  /** `example`, and values by field key in the model's own unit. */
  query: URLSearchParams;
  signal: AbortSignal;
}

interface Prepared {
  version: VersionDetail;
  examples: DescribedExample[];
  chosen: number | null;
  values: Record<string, FieldValue>;
  refused: Record<string, { text: string; problem: string }>;
}

/**
 * Everything the page of a version shows, the answer to what is in its form included. Opening it stores nothing.
 * @throws FL_MODEL_NOT_FOUND, FL_VERSION_NOT_FOUND
 */
export async function tryingPage(
  parts: PageParts,
  asked: TryingPageQuestion,
  attempt: <T>(work: () => T | Promise<T>) => Promise<Attempt<T>>,
): Promise<TryingPageData> {
  const { accounts, catalog, preview, clock } = parts;
  const { viewer, model: name, query } = asked;
  const version = catalog.getVersion(viewer, name, asked.version);
  const model = catalog.getModel(viewer, name);
  const prepared = prepare(preview, version, query);
  const { examples, chosen } = prepared;
  const first = await firstAnswer(parts, { asked, prepared, attempt });
  const isPublisher = can(viewer, 'publish', { projectId: version.projectId });
  const fields = preview.formFields(version, chosen === null ? {} : examples[chosen]?.values);
  return {
    ...{ model: name, title: version.description.title, summary: version.description.summary ?? null },
    ...{ number: version.number, state: version.state, revision: version.descriptionRevision },
    isNewest: asked.version === 'newest',
    address: `/m/${name}/v/${version.number}`,
    now: clock.now(),
    readyAt: version.readyAt,
    publishedBy: accounts.nameOf(version.publishedBy),
    answersInMs: version.report.answers.find(({ rows }) => rows === 1)?.ms ?? null,
    wakesInMs: version.report.loadMs,
    ask: model.ask,
    // They speak of files and their fields, which is the publishers' business.
    notices: isPublisher ? version.notices : [],
    editAddress: isPublisher ? `/m/${name}/v/${version.number}/describe` : null,
    versions: model.versions.slice(0, SHOWN_VERSIONS).map(({ number, state, readyAt }) => ({ number, state, readyAt })),
    models: catalog.listModels(viewer).map((item) => ({ name: item.name, title: item.title })),
    viewer: { id: viewer.actor.id, name: viewer.name },
    examples: examples.map((example) => ({ name: example.name, note: example.note ?? null })),
    ...{ chosen, fields, first, isTried: false },
    texts: textsOf(preview.formFields(version, prepared.values), fields, prepared),
    range: rangeOf(version),
    recent: preview.recentRuns(viewer, version.id, SHOWN_RUNS),
    openFlags: openFlags(parts, viewer, name),
  };
}

/** Which example the form opens on, and what the address puts over it. A field may be called `example` too. */
function prepare(preview: PageParts['preview'], version: VersionDetail, query: URLSearchParams): Prepared {
  const examples = version.description.examples.filter(({ values }) => values);
  const isField = version.description.inputs.some(({ key }) => key === 'example');
  const at = isField ? 0 : Number(query.get('example') ?? 0);
  const chosen = examples.length === 0 ? null : examples[at] ? at : 0;
  const given = preview.readQuery(version, query);
  const values = { ...(chosen === null ? {} : examples[chosen]?.values), ...given.values };
  return { version, examples, chosen, values, refused: given.refused };
}

/** The texts the address changes, and what of it does not fit as it was written there. */
function textsOf(shown: FormField[], base: FormField[], { refused }: Prepared): TryingPageData['texts'] {
  const before = new Map(base.map((field) => [field.key, field]));
  const changed = shown.flatMap((field): [string, { text: string; was: string | null }][] => {
    const { key, value, was } = field;
    const wrong = refused[key];
    if (wrong) return [[key, { text: wrong.text, was: null }]];
    return value === before.get(key)?.value && was === before.get(key)?.was ? [] : [[key, { text: value, was }]];
  });
  return Object.fromEntries(changed);
}

interface FirstAnswer {
  asked: TryingPageQuestion;
  prepared: Prepared;
  attempt: <T>(work: () => T | Promise<T>) => Promise<Attempt<T>>;
}

async function firstAnswer(
  { preview }: PageParts,
  { asked, prepared, attempt }: FirstAnswer,
): Promise<TryingPageData['first']> {
  const { version, values, refused } = prepared;
  if (version.state === 'retired') return null;
  const problems = Object.entries(refused).map(([key, { problem }]) => [key, problem]);
  if (problems.length > 0) return { ok: false, failure: notFitting(Object.fromEntries(problems)) };
  const { viewer, signal } = asked;
  const answer = attempt(() => preview.answerLive({ viewer, version, inputs: values, signal }));
  // What nobody waits for any more must not bring the process down.
  answer.catch(() => undefined);
  return Promise.race([answer, soon()]);
}

function notFitting(fields: Record<string, string>): AskFailure {
  return { code: 'FL_INPUT_INVALID', message: 'Some values in the address do not fit what the model takes.', fields };
}

function soon(): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, FIRST_ANSWER_MS, null).unref());
}

/** The known range of the number that is the answer, where whoever published it said one. */
function rangeOf({ description }: VersionDetail): TryingPageData['range'] {
  const [output] = description.outputs;
  if (output?.kind !== 'number') return null;
  const { min, max } = output as { min?: unknown; max?: unknown };
  return typeof min === 'number' && typeof max === 'number' && max > min ? { min, max } : null;
}

function openFlags({ feedback }: PageParts, viewer: Viewer, model: string): TryingPageData['openFlags'] {
  const { byState } = feedback.countFlags(viewer, { model });
  const { items } = feedback.browseFlags(viewer, {
    model,
    state: UNRESOLVED_STATES,
    limit: SHOWN_FLAGS,
    cursor: undefined,
  });
  const count = UNRESOLVED_STATES.reduce((sum, state) => sum + byState[state], 0);
  return { count, items: items.map(openFlag) };
}

function openFlag(flag: FlagListItem): OpenFlag {
  const { id, kind, reporter, waitsOn, versionNumber } = flag;
  const turn =
    waitsOn === null ? `From v${versionNumber}` : waitsOn.isYou ? 'Waits on you' : `Waits on ${waitsOn.name}`;
  return { id, kind, title: flagTitle(flag), by: reporter.name, turn };
}
