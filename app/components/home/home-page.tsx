import { Link, useNavigate } from '@remix-run/react';
import { Upload } from 'lucide-react';
import type { HomeView, ModelRow } from '#app/insight/contract.ts';
import { Count } from '../ui/badge.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { hourOf } from '../ui/moment-words.ts';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { ActivityList } from './activity-list.tsx';
import { FirstModel } from './first-model.tsx';
import { ModelTable } from './model-table.tsx';
import { WaitingList } from './waiting-list.tsx';

const SHOWN_MODELS = 12;

export interface HomePageData extends HomeView {
  viewer: { id: string; name: string };
  /** The zone the server knew when it made the page; null: it did not. */
  zone: string | null;
  now: number;
}

/** What waits on the viewer, how their models are doing, and what happened lately. */
export function HomePage({ page }: { page: HomePageData }) {
  const { waiting, models, activity, canPublish, viewer, now } = page;
  const navigate = useNavigate();
  const own = models.filter(({ isSample }) => !isSample);
  const samples = models.filter(({ isSample }) => isSample);
  const isEmpty = own.length === 0 && canPublish;
  useShortcuts({ u: canPublish && !isEmpty ? () => navigate('/publish') : null });
  if (isEmpty) return <EmptyHome {...{ page, samples }} />;
  return (
    <main id="main" className="page home">
      <div className="home-main">
        <h1 className="text-xl">{greeting(page)}</h1>
        <WaitingList items={waiting.items} total={waiting.total} now={now} />
        <Models {...{ models, canPublish, now }} />
      </div>
      <aside aria-label="Recent activity" className="home-side">
        <ActivityList activity={activity} now={now} viewerId={viewer.id} />
      </aside>
    </main>
  );
}

function EmptyHome({ page, samples }: { page: HomePageData; samples: ModelRow[] }) {
  const { waiting, activity, viewer, now } = page;
  const [first] = samples.filter(({ newest }) => newest !== null);
  return (
    <main id="main" className="page pt-8 pb-12 max-sm:pt-5">
      <h1 className="mb-5 text-xl">Welcome, {firstName(viewer.name)}</h1>
      <FirstModel sample={first ?? null} />
      <div className="mt-10 grid grid-cols-2 items-start gap-6 max-md:grid-cols-1">
        <WaitingList items={waiting.items} total={waiting.total} now={now} isCard />
        <ActivityList activity={activity} now={now} viewerId={viewer.id} />
      </div>
      {samples.length > 0 && (
        <section aria-labelledby="samples" className="mt-10">
          <h2 id="samples" className="mb-3 text-lg">
            Samples
          </h2>
          <ModelTable models={samples.slice(0, SHOWN_MODELS)} now={now} />
        </section>
      )}
    </main>
  );
}

function Models({ models, canPublish, now }: { models: readonly ModelRow[]; canPublish: boolean; now: number }) {
  return (
    <section aria-labelledby="models">
      <div className="mb-3 flex items-center gap-2.5">
        <h2 id="models" className="text-lg">
          Models
        </h2>
        <Count value={models.length} />
        {canPublish && (
          <span className="ml-auto">
            <ButtonLink size="small" icon={Upload} shortcut="U" to="/publish">
              New version
            </ButtonLink>
          </span>
        )}
      </div>
      {models.length === 0 ? (
        <p className="card px-5 py-4 text-muted">
          No model is shared with you yet. Once someone announces one in your project, it is here to try.
        </p>
      ) : (
        <ModelTable models={models.slice(0, SHOWN_MODELS)} now={now} />
      )}
      {models.length > SHOWN_MODELS && (
        <p className="mt-3 text-sm">
          <Link className="link" to="/models">
            All {models.length} models
          </Link>
        </p>
      )}
    </section>
  );
}

/** By the time of day where the viewer is; neutral while nobody knows where that is, so that no word changes later. */
function greeting({ viewer, zone, now }: HomePageData): string {
  const name = firstName(viewer.name);
  if (zone === null) return `Hello, ${name}`;
  const hour = hourOf(now, zone);
  const part = hour < 5 || hour >= 18 ? 'evening' : hour < 12 ? 'morning' : 'afternoon';
  return `Good ${part}, ${name}`;
}

function firstName(name: string): string {
  return name.trim().split(/\s+/, 1)[0] ?? name;
}
