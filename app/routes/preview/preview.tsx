import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { AnswerCard } from '#app/components/answers/answer-card.tsx';
import { AskBanner } from '#app/components/answers/ask-banner.tsx';
import { FileNotices } from '#app/components/answers/file-notices.tsx';
import { ExampleLinks } from '#app/components/fields/example-links.tsx';
import { ModelForm } from '#app/components/fields/model-form.tsx';
import { ErrorSummary } from '#app/components/ui/error-summary.tsx';
import { FailurePage } from '#app/components/ui/failure.tsx';
import { Moment } from '#app/components/ui/moment.tsx';

/** The preview of a version, at `/m/<model>` (the newest announced) and `/m/<model>/v/<n>`. */

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? `${page.title} v${page.number} · Firstlook` : 'Firstlook' },
];

export function loader({ context, params, request }: LoaderFunctionArgs) {
  return context.page(async (viewer) => {
    const model = params.model ?? '';
    const version = context.catalog.getVersion(viewer, model, numberOf(params.number));
    const examples = version.description.examples.filter(({ values }) => values);
    const at = Number(new URL(request.url).searchParams.get('example') ?? 0);
    const chosen = examples[at] ?? examples[0];
    const { signal } = request;
    const first = await context.attempt(() => context.preview.answer(version, chosen?.values ?? {}, { signal }));
    return {
      model,
      title: version.description.title,
      summary: version.description.summary ?? null,
      number: version.number,
      state: version.state,
      readyAt: version.readyAt,
      ask: context.catalog.getModel(viewer, model).ask,
      notices: version.notices,
      examples: examples.map(({ name, note }) => ({ name, note: note ?? null })),
      chosen: chosen ? examples.indexOf(chosen) : null,
      fields: context.preview.formFields(version, chosen?.values),
      first,
    };
  });
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const viewer = context.requireViewer();
  const model = params.model ?? '';
  const form = new URLSearchParams(await request.text());
  const asked = await context.attempt(() => {
    const version = context.catalog.getVersion(viewer, model, numberOf(params.number));
    const inputs = context.preview.parseForm(version, form);
    return context.preview.run({
      viewer,
      model,
      version: version.number,
      inputs,
      source: 'page',
      signal: request.signal,
    });
  });
  if (asked.ok) return redirect(`/r/${asked.value.id}`, 303);
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
  // What was typed stays; the exact value behind a field goes along, so that an unedited one stays exact too.
  const fields = page.fields.map((field) => ({ ...field, value: tried?.values[field.name] ?? field.value }));
  return (
    <main id="main" className="page flex flex-col gap-6 py-8">
      <div className="flex flex-col gap-1">
        <h1 className="text-xl">
          {page.title} <span className="text-muted">v{page.number}</span>
        </h1>
        <p className="text-sm text-muted">
          {page.state === 'ready' && <span className="badge badge-warn mr-2">Not announced yet</span>}
          {page.state === 'retired' && <span className="badge mr-2">Retired</span>}
          Ready since <Moment at={page.readyAt} />
        </p>
        {page.summary && <p className="max-w-[80ch]">{page.summary}</p>}
      </div>
      {page.ask && <AskBanner ask={page.ask} />}
      <div className="grid items-start gap-6 lg:grid-cols-[436px_minmax(0,1fr)]">
        <div className="flex flex-col gap-4">
          {page.examples.length > 1 && (
            <ExampleLinks to={`/m/${page.model}/v/${page.number}`} examples={page.examples} chosen={page.chosen} />
          )}
          <ModelForm
            key={page.chosen}
            action={`/m/${page.model}/v/${page.number}`}
            fields={fields}
            failure={tried?.failure}
          />
        </div>
        <div className="order-first flex flex-col gap-4 lg:order-none">
          {page.first.ok ? (
            <>
              <p className="text-sm text-muted">This is the answer to the example in the form. Run it to keep yours.</p>
              <AnswerCard
                answer={page.first.value.answer}
                tookMs={page.first.value.tookMs}
                versionNumber={page.number}
              />
            </>
          ) : (
            <ErrorSummary message={page.first.failure.message} />
          )}
          <FileNotices notices={page.notices} />
        </div>
      </div>
    </main>
  );
}

export function ErrorBoundary() {
  return <FailurePage />;
}
