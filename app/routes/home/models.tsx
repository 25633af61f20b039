import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { FailurePage } from '#app/components/ui/failure.tsx';
import { ModelList } from '#app/components/ui/model-list.tsx';

/** Home, at `/` and `/models`: every model one may see, with its two times. */

export const meta: MetaFunction = () => [{ title: 'Models · Firstlook' }];

export function loader({ context }: LoaderFunctionArgs) {
  return context.page((viewer) => {
    const models = context.catalog.listModels(viewer);
    const times = context.insight.modelTimes(models.map(({ id }) => id));
    return {
      models: models.map((model) => ({
        id: model.id,
        name: model.name,
        title: model.title,
        newest: model.newest && { number: model.newest.number, state: model.newest.state },
        timeToPreviewMs: times.get(model.id)?.timeToPreviewMs ?? null,
        timeToFeedbackMs: times.get(model.id)?.timeToFeedbackMs ?? null,
      })),
      apiUrl: `${context.portalUrl}/api/v1`,
    };
  });
}

export default function Models() {
  const { models, apiUrl } = useLoaderData<typeof loader>();
  return (
    <main id="main" className="page flex flex-col gap-6 py-8">
      <h1 className="text-xl">Models</h1>
      {models.length > 0 ? <ModelList models={models} /> : <NoModels apiUrl={apiUrl} />}
    </main>
  );
}

function NoModels({ apiUrl }: { apiUrl: string }) {
  const command = `curl -H "Authorization: Bearer $TOKEN" -F model=@model.onnx ${apiUrl}/models/my-model/versions`;
  return (
    <section className="card flex flex-col gap-3 p-6">
      <h2 className="h-section">No models yet</h2>
      <p>Hand over a model file and a page appears on which people can try it. With an API token:</p>
      <pre className="whitespace-pre-wrap rounded-md bg-sunken p-3 font-mono text-sm">{command}</pre>
    </section>
  );
}

export function ErrorBoundary() {
  return <FailurePage />;
}
