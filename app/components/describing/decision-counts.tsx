import type { DecisionCount } from '#app/preview/contract.ts';

const SHOWN_MOVES = 5;

/** How many reference rows get another decision, and how often each is made. */
export function DecisionCounts({ count, isTrial }: { count: DecisionCount; isTrial: boolean }) {
  return (
    <div className="describe-count" role="status">
      {count.state === 'none' && (
        <p className="text-muted">
          How many decisions change can be counted once the version has reference rows. Publish it again with a
          reference.csv.
        </p>
      )}
      {count.state === 'pending' && (
        <p className="text-muted">The reference rows are being asked. Look again in a moment.</p>
      )}
      {count.state === 'known' && <Known count={count} isTrial={isTrial} />}
    </div>
  );
}

type KnownCount = Extract<DecisionCount, { state: 'known' }>;

function Known({ count, isTrial }: { count: KnownCount; isTrial: boolean }) {
  const { rowCount, changedCount, decisions, moves } = count;
  const rows = new Intl.NumberFormat('en').format(rowCount);
  return (
    <>
      <p className="font-strong">
        {isTrial
          ? `${changedCount} of ${rows} reference rows ${changedCount === 1 ? 'gets' : 'get'} another decision`
          : `What ${rows} reference rows are decided now`}
      </p>
      {isTrial && moves.length > 0 && (
        <ul className="mt-1 grid gap-0.5">
          {moves.slice(0, SHOWN_MOVES).map(({ from, to, count: times }) => (
            <li key={`${from} ${to}`}>
              <span className="num">{times}</span> from {from ?? 'no decision'} to {to ?? 'no decision'}
            </li>
          ))}
          {moves.length > SHOWN_MOVES && <li className="text-muted">and {moves.length - SHOWN_MOVES} more ways</li>}
        </ul>
      )}
      <dl className="describe-decisions">
        {decisions.slice(0, SHOWN_MOVES).map(({ label, count: times }) => (
          <div key={label ?? ''}>
            <dt>{label ?? 'No decision'}</dt>
            <dd className="num">{times}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
