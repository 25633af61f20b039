import { Link, useRevalidator } from '@remix-run/react';
import { Play } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { FieldValue } from '#app/catalog/description-format.ts';
import type { FlagListItem, VerdictValue, VerdictView } from '#app/feedback/contract.ts';
import { AnswerCard } from '../answers/answer-card.tsx';
import { DetailsButton } from '../details/details-button.tsx';
import type { CaseView } from '../flags/case-rows.ts';
import { JudgeButtons, Judged } from '../judging/judge-buttons.tsx';
import { useJudging } from '../judging/use-judging.ts';
import type { ShownAnswer } from '../trying/answer-state.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { CopyLink } from '../ui/copy-link.tsx';
import { prefetchDialog } from '../ui/dialog.tsx';
import { Moment } from '../ui/moment.tsx';
import { useOnDemand } from '../ui/on-demand.ts';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { AskedCard } from './asked-card.tsx';
import { FlagForm, type TriedFlag } from './flag-form.tsx';
import { RunFlags, RunVerdicts } from './run-feedback.tsx';

export interface RunPageData {
  view: CaseView;
  /** The series of the input that the answer goes on from, by its key. */
  series: Record<string, FieldValue> | null;
  model: { name: string; title: string };
  versionState: 'ready' | 'announced' | 'retired';
  /** A newer version one can try the same in. */
  newerVersion: number | null;
  by: string;
  verdicts: VerdictView[];
  flags: FlagListItem[];
  viewer: { id: string; name: string };
  idempotencyKey: string;
  now: number;
}

const loadComposer = () => import('../judging/flag-composer.tsx');

/** An answered question, kept for ever as it was, with what people think of it. */
export function RunPage({ page, tried }: { page: RunPageData; tried: TriedFlag | undefined }) {
  const { view, model, versionState, newerVersion, by, verdicts, flags, viewer, now } = page;
  const { run, values } = view;
  const { shown, judging, composer, near, here } = useJudgedRun(page);
  const details = useMemo(
    () => ({
      address: `/m/${model.name}/v/${run.versionNumber}`,
      shown: { answer: run.answer, question: { run: run.id } },
    }),
    [model.name, run],
  );
  const buttons = { shown, judging, isCurrent: true, isBlocked: false, action: here, onNear: near };
  return (
    <>
      <main id="main" className="page flex flex-col gap-5 pt-6 pb-12 max-sm:pt-4">
        <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
          <div className="min-w-0 flex-1 max-sm:basis-full">
            <h1 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xl max-sm:text-lg">
              <Link className="hover:underline" to={`/m/${model.name}/v/${run.versionNumber}`}>
                {model.title} <span className="num font-normal text-muted">v{run.versionNumber}</span>
              </Link>
              {versionState === 'ready' && <Badge tone="warn">Not announced yet</Badge>}
              {versionState === 'retired' && <Badge>Retired</Badge>}
            </h1>
            <p className="mt-1.5 flex items-center gap-2 text-sm text-muted">
              <Avatar name={by} isNamed />
              <span>
                {by === viewer.name ? 'You' : by} asked this, <Moment at={run.createdAt} />
              </span>
            </p>
          </div>
          <div className="flex flex-wrap gap-2">
            <ButtonLink icon={Play} size="small" to={`/m/${model.name}/v/${run.versionNumber}${values}`}>
              Open in Try it
            </ButtonLink>
            {newerVersion !== null && (
              <ButtonLink size="small" to={`/m/${model.name}/v/${newerVersion}${values}`}>
                Try it in v{newerVersion}
              </ButtonLink>
            )}
          </div>
        </div>
        <AnswerCard
          answer={run.answer}
          inputs={page.series}
          tookMs={run.tookMs}
          versionNumber={run.versionNumber}
          corner={<CopyLink path={here} variant="quiet" />}
          foot={<DetailsButton subject={details} />}
        >
          <JudgeButtons {...buttons} />
          <Judged shown={shown} />
        </AnswerCard>
        <div className="run-below">
          <AskedCard view={view} />
          <div className="grid content-start gap-4">
            <RunFlags flags={flags} now={now} />
            <RunVerdicts verdicts={verdicts} now={now} viewerId={viewer.id} />
            <FlagForm idempotencyKey={page.idempotencyKey} action={here} tried={tried} />
          </div>
        </div>
      </main>
      <div className="phone-bar">
        <JudgeButtons {...buttons} isBar />
      </div>
      {judging.draft && composer.part && (
        <composer.part.FlagComposer
          judging={judging}
          draft={judging.draft}
          versionNumber={run.versionNumber}
          fieldCount={view.rows?.length ?? 0}
          viewerName={viewer.name}
          here={here}
        />
      )}
    </>
  );
}

/** Judging a run that is there already: nothing has to be stored first. */
function useJudgedRun({ view, model, viewer, verdicts, flags }: RunPageData) {
  const { run } = view;
  const here = `/r/${run.id}`;
  const own = verdicts.find(({ actor }) => actor.id === viewer.id)?.value ?? null;
  const ownFlag = flags.find(({ reporter, state }) => reporter.id === viewer.id && state !== 'withdrawn');
  const [said, setSaid] = useState<{ verdict?: VerdictValue; flag?: ShownAnswer['flag'] }>({});
  // Which run it is stands for what was asked: a draft finds its answer again by it.
  const shown = useMemo<ShownAnswer>(
    () => ({
      ...{ form: '', live: null, run: { id: run.id, url: here }, inputs: { run: run.id } },
      ...{ answer: run.answer, tookMs: run.tookMs },
      verdict: said.verdict ?? own,
      flag: said.flag === undefined ? (ownFlag ? { id: ownFlag.id, number: ownFlag.number } : null) : said.flag,
    }),
    [run, here, said, own, ownFlag],
  );
  const { revalidate } = useRevalidator();
  const onKept = useCallback<Parameters<typeof useJudging>[0]['onKept']>(
    (_answer, { verdict, flag }) => {
      setSaid((before) => ({ ...before, ...(verdict && { verdict }), ...(flag !== undefined && { flag }) }));
      // The lists below are the server's.
      revalidate();
    },
    [revalidate],
  );
  const show = useCallback(() => undefined, []);
  const place = useMemo(
    () => ({ personId: viewer.id, model: model.name, version: run.versionNumber }),
    [viewer.id, model.name, run.versionNumber],
  );
  const judging = useJudging({
    page: `/m/${model.name}/v/${run.versionNumber}`,
    place,
    shown,
    show,
    onKept,
    onFlag: revalidate,
    onUndone: revalidate,
  });
  const composer = useOnDemand(loadComposer);
  const { fetchPart } = composer;
  const near = useCallback(() => {
    prefetchDialog();
    fetchPart();
  }, [fetchPart]);
  const isOpen = judging.draft !== null;
  useEffect(() => {
    if (isOpen) fetchPart();
  }, [isOpen, fetchPart]);
  useShortcuts({ l: () => judging.judge('looks-right'), f: judging.open });
  return { shown, judging, composer, near, here };
}
