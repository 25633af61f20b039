import { Badge } from '../ui/badge.tsx';

export interface IntervalRow {
  label: string;
  /** Of how many cases. */
  caseCount: number;
  count: number;
  /** Shares, 0 to 1. */
  interval: { lower: number; upper: number };
  /** What else to know: '155 worse, 0 better'. */
  detail?: string;
}

/** Fewer cases say nothing about a group (reference, bias monitoring 1.3). */
const LEAST_CASES = 30;
const WIDTH = 460;
const MARGIN = 10;

interface IntervalRowsProps {
  /** Name of the list for screen readers. */
  label: string;
  rows: readonly IntervalRow[];
}

/** A share of each group as a dot with its likely range, all on one scale; the figures are beside it as text. */
export function IntervalRows({ label, rows }: IntervalRowsProps) {
  const scale = scaleOf(rows);
  return (
    <>
      <div className="interval-row pt-2.5 max-sm:hidden">
        <span />
        <svg viewBox={`0 0 ${WIDTH} 18`} className="block w-full" aria-hidden="true">
          {scale.ticks.map((tick) => (
            <text key={tick} x={scale.at(tick)} y="13" textAnchor="middle" fontSize="12" fill="var(--chart-axis)">
              {Math.round(tick * 100)}
            </text>
          ))}
        </svg>
      </div>
      <ul aria-label={label} className="pb-2">
        {rows.map((row) => (
          <Row key={row.label} row={row} at={scale.at} />
        ))}
      </ul>
    </>
  );
}

function Row({ row, at }: { row: IntervalRow; at: (share: number) => number }) {
  const { label, caseCount, count, interval, detail } = row;
  const isEnough = caseCount >= LEAST_CASES;
  const share = caseCount === 0 ? 0 : count / caseCount;
  return (
    <li className="interval-row py-2">
      <span className="min-w-0 text-sm">
        <span className="block font-medium break-words">{label}</span>
        <span className="num text-xs text-muted">{caseCount === 1 ? '1 case' : `${caseCount} cases`}</span>
      </span>
      <svg viewBox={`0 0 ${WIDTH} 34`} className="block w-full" aria-hidden="true">
        <line x1="0" x2={WIDTH} y1="17" y2="17" stroke="var(--chart-grid)" />
        {isEnough && (
          <>
            <line
              {...{ x1: at(interval.lower), x2: at(interval.upper), y1: 17, y2: 17 }}
              {...{ stroke: 'var(--chart-1)', strokeWidth: 3, strokeLinecap: 'round' }}
            />
            <circle cx={at(share)} cy="17" r="5.5" fill="var(--chart-1)" stroke="var(--surface)" strokeWidth="2" />
          </>
        )}
      </svg>
      <span className="num strong text-right">{isEnough ? Math.round(share * 100) : ''}</span>
      <span className="num text-xs text-muted">
        {isEnough ? (
          <span className="block">
            {`of 100; could be ${Math.round(interval.lower * 100)} to ${Math.round(interval.upper * 100)}`}
          </span>
        ) : (
          <Badge>Too few to say</Badge>
        )}
        {detail && <span className="block">{detail}</span>}
      </span>
    </li>
  );
}

/** From a round number below the lowest bound to one above the highest, so that small differences can be seen. */
function scaleOf(rows: readonly IntervalRow[]) {
  const shown = rows.filter(({ caseCount }) => caseCount >= LEAST_CASES);
  const lowest = Math.min(...shown.map(({ interval }) => interval.lower), 1);
  const highest = Math.max(...shown.map(({ interval }) => interval.upper), 0);
  const from = Math.max(0, Math.floor(lowest * 10) / 10);
  const to = Math.min(1, Math.max(from + 0.1, Math.ceil(highest * 10) / 10));
  const count = Math.round((to - from) * 10);
  const every = count > 5 ? 2 : 1;
  const ticks = Array.from({ length: Math.floor(count / every) + 1 }, (_, at) => from + (at * every) / 10);
  const at = (share: number): number => {
    const place = (Math.min(to, Math.max(from, share)) - from) / (to - from);
    return MARGIN + place * (WIDTH - 2 * MARGIN);
  };
  return { ticks, at };
}
