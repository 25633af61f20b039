import { Link } from '@remix-run/react';
import { Play } from 'lucide-react';
import { CloseCall } from '../answers/answer-badges.tsx';
import { DecisionGlyph } from '../answers/answer-card.tsx';
import { confidenceSentence, headline } from '../answers/answer-words.ts';
import { ScoreBars } from '../answers/score-bars.tsx';
import { ButtonLink } from '../ui/button.tsx';
import type { CaseRow, CaseView } from './case-rows.ts';

const SHOWN_ROWS = 16;

/** The run a flag is about: what was asked, what differs from the example, what the model said. */
export function CaseCard({ view, hasOthers }: { view: CaseView; hasOthers: boolean }) {
  const { run, rows, exampleName, values } = view;
  const { answer } = run;
  const sentence = confidenceSentence(answer);
  return (
    <section aria-label={hasOthers ? `The run ${run.id}` : 'The run'} className="card">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-5 py-3 max-sm:px-4">
        <h2 className="h-section">The run</h2>
        <Link to={`/r/${run.id}`} className="code text-muted hover:text-text hover:underline">
          /r/{run.id.replace('run_', '').slice(0, 6)}…
        </Link>
        <div className="ml-auto">
          <ButtonLink size="small" icon={Play} to={`/m/${run.modelName}/v/${run.versionNumber}${values}`}>
            Open in Try it
          </ButtonLink>
        </div>
      </div>
      <Asked rows={rows} exampleName={exampleName} />
      <div className="case-answer border-t border-line px-5 py-4 max-sm:px-4">
        <div className="min-w-0">
          <p className="text-xs text-muted">v{run.versionNumber} said</p>
          <p className="mt-1 flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <span className="inline-flex min-w-0 items-center gap-2.5 text-lg font-strong">
              <DecisionGlyph answer={answer} size="medium" />
              <span className="line-clamp-4 min-w-0">{headline(answer)}</span>
            </span>
            {answer.closeCall && <CloseCall />}
          </p>
          {sentence && <p className="mt-1 text-sm text-muted">{sentence}</p>}
        </div>
        {answer.scores.length > 0 && <ScoreBars scores={answer.scores} decision={answer.decision} />}
      </div>
    </section>
  );
}

function Asked({ rows, exampleName }: Pick<CaseView, 'rows' | 'exampleName'>) {
  if (rows === null) return <p className="px-5 py-4 text-sm text-muted max-sm:px-4">Its inputs were not kept.</p>;
  // What differs is never among the fields that are folded away.
  const isFolded = rows.length > SHOWN_ROWS;
  const first = isFolded ? firstRows(rows) : rows;
  const rest = rows.filter((row) => !first.includes(row));
  const changed = rows.filter(({ inExample }) => inExample !== null).length;
  return (
    <div className="px-5 py-3 max-sm:px-4">
      {exampleName !== null && (
        <p className="pb-1 text-xs text-muted">
          {changed === 0 ? (
            <>As in the example “{exampleName}”.</>
          ) : (
            <>
              Like the example “{exampleName}” but for{' '}
              <span className="font-medium text-accent-text">{changed === 1 ? 'one field' : `${changed} fields`}</span>.
            </>
          )}
        </p>
      )}
      <Rows rows={first} />
      {rest.length > 0 && (
        <details className="mt-1">
          <summary className="link inline-flex min-h-8 items-center text-sm">
            {rest.length === 1 ? 'One more field' : `${rest.length} more fields`}
          </summary>
          <Rows rows={rest} />
        </details>
      )}
    </div>
  );
}

function firstRows(rows: readonly CaseRow[]): CaseRow[] {
  const differing = rows.filter(({ inExample }) => inExample !== null);
  const others = rows.filter(({ inExample }) => inExample === null);
  const chosen = new Set([...differing, ...others].slice(0, Math.max(SHOWN_ROWS, differing.length)));
  return rows.filter((row) => chosen.has(row));
}

function Rows({ rows }: { rows: readonly CaseRow[] }) {
  return (
    <dl className="case-rows">
      {rows.map(({ key, label, value, ownValue, inExample, isSensitive }) => {
        const isLong = value.length > 40;
        return (
          <div key={key} className={isLong ? 'case-row case-row-long' : 'case-row'}>
            <dt className="text-muted">
              {label}
              {isSensitive && <span className="ml-1.5 text-xs text-faint">Sensitive</span>}
            </dt>
            <dd className={isLong ? 'line-clamp-6 whitespace-pre-wrap' : 'num text-right'}>
              <span className={inExample === null ? 'font-medium' : 'case-changed'} title={ownValue ?? undefined}>
                {value}
              </span>
              {inExample !== null && (
                <span className="block text-xs text-muted">
                  {isLong ? `${inExample.slice(0, 80)}${inExample.length > 80 ? '…' : ''}` : inExample} in the example
                </span>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
