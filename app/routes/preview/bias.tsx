import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { BiasPage } from '#app/components/bias/bias-page.tsx';
import { modelHeader } from '#app/components/flags/model-header.tsx';
import { openCountOf } from '#app/components/flags/open-count.ts';
import { FailurePage } from '#app/components/ui/failure.tsx';
import type { HeaderHandle } from '#app/components/ui/shell/header-slots.ts';

/** The bias of a version, at `/m/<model>/bias` (the newest announced) and with `?v=<n>`: the twins of all its rows. */

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? `Bias · ${page.title} v${page.number} · Firstlook` : 'Firstlook' },
];

export const handle: HeaderHandle<Awaited<ReturnType<typeof loader>>> = {
  header: ({ model, title, models, openCount, now }) =>
    modelHeader({ model: { name: model, title }, models, openCount, now, page: 'bias' }),
};

export function loader({ context, params, request }: LoaderFunctionArgs) {
  return context.page((viewer) => {
    const { catalog, clock, feedback, preview } = context;
    const name = params.model ?? '';
    const version = catalog.getVersion(viewer, name, numberIn(request));
    return {
      model: name,
      title: version.description.title,
      number: version.number,
      state: version.state,
      versions: catalog.getModel(viewer, name).versions.map(({ number, state }) => ({ number, state })),
      models: catalog.listModels(viewer).map((item) => ({ name: item.name, title: item.title })),
      review: preview.twinReview(viewer, version),
      openCount: openCountOf(feedback.countFlags(viewer, { model: name })),
      now: clock.now(),
    };
  });
}

/** Starts the review; it goes on by itself. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const viewer = context.requireViewer();
  const name = params.model ?? '';
  const started = await context.attempt(() => {
    const version = context.catalog.getVersion(viewer, name, numberIn(request));
    context.preview.startTwinReview(viewer, version);
    return `/m/${name}/bias?v=${version.number}`;
  });
  if (started.ok) return redirect(started.value, 303);
  return data({ message: started.failure.message }, started.failure.status);
}

/** What is no number asks for a version that cannot exist. */
function numberIn(request: Request): number | 'newest' {
  const text = new URL(request.url).searchParams.get('v');
  if (text === null) return 'newest';
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0;
}

export default function Bias() {
  const refused = useActionData<typeof action>();
  return <BiasPage page={useLoaderData<typeof loader>()} refusal={refused?.message ?? null} />;
}

export function ErrorBoundary() {
  return <FailurePage />;
}
