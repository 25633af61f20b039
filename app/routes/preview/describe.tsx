import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { type ShouldRevalidateFunction, useActionData, useLoaderData } from '@remix-run/react';
import { DescribePage } from '#app/components/describing/describe-page.tsx';
import { partAddress } from '#app/components/describing/part-address.ts';
import { FailurePage } from '#app/components/ui/failure.tsx';
import type { HeaderHandle } from '#app/components/ui/shell/header-slots.ts';
import { ModelSwitcher } from '#app/components/ui/shell/model-switcher.tsx';

/** The editor of a version's form, at `/m/<model>/v/<n>/describe`, for its publishers. */

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? `Edit the form · ${page.title} v${page.number} · Firstlook` : 'Firstlook' },
];

export const handle: HeaderHandle<Awaited<ReturnType<typeof loader>>> = {
  header: ({ model, title, address, models }) => ({
    switcher: <ModelSwitcher name={model} title={title} models={models} />,
    tabs: [
      { to: address, label: 'Try it', end: true },
      { to: `/flags?model=${encodeURIComponent(model)}`, label: 'Flags' },
    ],
    tabsLabel: 'Model',
  }),
};

/** What somebody else changed meanwhile is shown beside what was refused because of it. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ actionStatus, defaultShouldRevalidate }) =>
  actionStatus === 409 ? true : defaultShouldRevalidate;

export function loader({ context, params, request }: LoaderFunctionArgs) {
  return context.page((viewer) =>
    context.describePage({ viewer, ...versionIn(params) }, new URL(request.url).searchParams),
  );
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const viewer = context.requireViewer();
  const form = new URLSearchParams(await request.text());
  const asked = { viewer, ...versionIn(params), form };
  const done = await context.attempt(() => context.changeDescription(asked));
  // What was moved in the list leaves the page as it is.
  if (done.ok && form.has('stay')) return null;
  if (done.ok) return redirect(partAddress(`/m/${asked.model}/v/${asked.number}/describe`, form), 303);
  const { failure } = done;
  // What nobody may do has no form to come back to.
  const isAtForm = failure.status === 409 || failure.status === 422;
  if (!isAtForm) throw Response.json({ error: failure }, { status: failure.status });
  return data(context.triedForm(asked, failure), failure.status);
}

function versionIn({ model = '', number = '' }: LoaderFunctionArgs['params']) {
  return { model, number: /^[1-9]\d{0,8}$/.test(number) ? Number(number) : 0 };
}

export default function Describe() {
  const page = useLoaderData<typeof loader>();
  return <DescribePage page={page} tried={useActionData<typeof action>() ?? null} />;
}

export function ErrorBoundary() {
  return <FailurePage />;
}
