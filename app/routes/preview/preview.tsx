import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { type ShouldRevalidateFunction, useActionData, useLoaderData } from '@remix-run/react';
import { openCountAt } from '#app/components/flags/open-count.ts';
import { withTried } from '#app/components/trying/tried-form.ts';
import { TryingPage } from '#app/components/trying/trying-page.tsx';
import { FailurePage } from '#app/components/ui/failure.tsx';
import { PREFERENCES_PATH } from '#app/components/ui/preferences.ts';
import type { HeaderHandle } from '#app/components/ui/shell/header-slots.ts';
import { ModelSwitcher } from '#app/components/ui/shell/model-switcher.tsx';

/** The preview of a version, at `/m/<model>` (the newest announced) and `/m/<model>/v/<n>`. */

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? `${page.title} v${page.number} · Firstlook` : 'Firstlook' },
];

export const handle: HeaderHandle<Awaited<ReturnType<typeof loader>>> = {
  header: ({ model, title, address, isNewest, models, openFlags, now }) => ({
    switcher: <ModelSwitcher name={model} title={title} models={models} />,
    tabs: [
      { to: isNewest ? `/m/${model}` : address, label: 'Try it', end: true },
      {
        to: `/flags?model=${encodeURIComponent(model)}`,
        label: 'Flags',
        count: openFlags.count,
        counted: openCountAt(model, now),
      },
    ],
    tabsLabel: 'Model',
  }),
};

/** How the page looks does not change what it shows. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formAction, defaultShouldRevalidate }) =>
  formAction === PREFERENCES_PATH ? false : defaultShouldRevalidate;

export function loader({ context, params, request }: LoaderFunctionArgs) {
  return context.page((viewer) =>
    context.tryingPage({
      viewer,
      model: params.model ?? '',
      version: numberOf(params.number),
      query: new URL(request.url).searchParams,
      signal: request.signal,
    }),
  );
}

/** What the page posts without a script: Run, and judging the answer it shows. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const viewer = context.requireViewer();
  const model = params.model ?? '';
  const form = new URLSearchParams(await request.text());
  const live = form.get('live') ?? '';
  const intent = form.get('intent');
  const asked = await context.attempt(async () => {
    if (intent === 'flag') return `/r/${context.preview.keepLive({ viewer, live }).run.id}#flag`;
    if (intent === 'looks-right' || intent === 'not-sure') {
      const { run } = context.preview.keepLive({ viewer, live });
      context.feedback.giveVerdict(viewer, { runId: run.id, value: intent });
      return `/r/${run.id}`;
    }
    const version = context.catalog.getVersion(viewer, model, numberOf(params.number));
    const inputs = context.preview.parseForm(version, form);
    const { signal } = request;
    const run = await context.preview.run({ viewer, version, inputs, source: 'page', signal });
    return `/r/${run.id}`;
  });
  if (asked.ok) return redirect(asked.value, 303);
  return data({ failure: asked.failure, values: Object.fromEntries(form) }, asked.failure.status);
}

/** What is no number asks for a version that cannot exist. */
function numberOf(text: string | undefined): number | 'newest' {
  if (text === undefined) return 'newest';
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0;
}

export default function Preview() {
  const page = useLoaderData<typeof loader>();
  const tried = useActionData<typeof action>();
  const shown = tried && 'values' in tried ? withTried(page, tried) : page;
  // Another version, another example in the address: another form.
  return <TryingPage key={`${page.address} ${page.revision} ${page.chosen}`} page={shown} />;
}

export function ErrorBoundary() {
  return <FailurePage />;
}
